"""Applies a model by its card; ONNX Runtime and numpy only."""

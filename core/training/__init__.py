"""The only room that imports Keras or TensorFlow."""

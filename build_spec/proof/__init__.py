"""Proves the built packages in a fresh root file system: ``make test-installer``."""

"""Everything Lumenary does, without a window: images in, models and findings out."""

import os

__version__ = "0.1.0"

# Read when ONNX Runtime is imported: from then on it would write down this computer and
# the program's path, to be sent to its makers; calls that forbid it come too late.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

"""Where the program starts: decides what is wanted before loading anything heavy."""

import logging
import os
import sys
from pathlib import Path


def main() -> None:
    """Run a worker, or the command that the arguments name."""
    # read when OpenCV is imported; our own threads share out the stills
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    os.environ.setdefault("OPENCV_FOR_THREADS_NUM", "1")
    logging.captureWarnings(True)  # Pillow warns of damaged EXIF on every such still
    if len(sys.argv) == 3 and sys.argv[1] == "worker":
        sys.exit(_work(Path(sys.argv[2])))
    from app.cli import app

    app()


def _work(job_file: Path) -> int:
    from app.exit_codes import exit_code_of
    from core.jobs.worker import work

    return exit_code_of(work(job_file))


if __name__ == "__main__":
    main()

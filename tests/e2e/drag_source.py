"""A small window to drag a folder from, as from a file manager.

``python drag_source.py FOLDER`` prints what the target made of each drag. Its event
loop goes on after the drop, for it is only then that the target asks for the data.
"""

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """Begins to drag its folder when a mouse button goes down on it."""

    def __init__(self, folder: str) -> None:
        super().__init__("Drag me")
        self._folder = folder
        self.setWindowTitle("Drag source")
        self.resize(140, 80)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Offer to move, as file managers do: who takes it so loses the original."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(self._folder)])
        drag = QDrag(self)
        drag.setMimeData(data)
        both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        action = drag.exec(both, Qt.DropAction.MoveAction)
        sys.stdout.write(f"{action.name}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    application = QApplication(["drag-source"])
    source = DragSource(sys.argv[1])
    source.show()
    sys.exit(application.exec())

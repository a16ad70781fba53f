"""Tells the outcome of work where a line in the job bar is too little."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def inform(window: QWidget, title: str, text: str, more: str) -> None:
    """Show a sentence and what there is to say beside it; returns at once."""
    message = QMessageBox(window)
    message.setIcon(QMessageBox.Icon.Information)
    message.setWindowTitle(title)
    message.setTextFormat(Qt.TextFormat.PlainText)
    message.setText(text)
    message.setInformativeText(more)
    message.finished.connect(message.deleteLater)
    message.open()

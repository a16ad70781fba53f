"""What a job had to say beside its findings, in a list that grows while it runs."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from app.appearance.measures import em
from core.jobs.events import Notice, Severity


class NoticesDialog(QDialog):
    """Lists notices; stays open beside the work."""

    def __init__(
        self, notices: Iterable[Notice], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Notices")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setAccessibleName("Notices")
        self.list.setSpacing(em(self, 0.15))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("&Copy all", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setAutoDefault(False)
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
        self.resize(em(self, 34), em(self, 18))
        for notice in notices:
            self.add(notice)

    def add(self, notice: Notice) -> None:
        """Add a notice at the end."""
        kind = QStyle.StandardPixmap
        warns = notice.severity is Severity.WARNING
        mark = kind.SP_MessageBoxWarning if warns else kind.SP_MessageBoxInformation
        icon = self.style().standardIcon(mark)
        self.list.addItem(QListWidgetItem(icon, notice.message))

    def _copy(self) -> None:
        texts = (self.list.item(row).text() for row in range(self.list.count()))
        QGuiApplication.clipboard().setText("\n".join(texts))

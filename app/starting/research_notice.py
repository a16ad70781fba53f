"""What the program may be used for, said before it is used the first time."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.appearance.icons import icon_pixmap
from app.appearance.measures import em, title_font

RESEARCH_USE: Final = (
    "Lumenary is for research and education only. It is not a medical device: never "
    "base a diagnosis or a treatment on it."
)

_POINTS: Final = (
    "A model knows only the findings that it was trained on. It may be sure and still "
    "be wrong, and it may miss what every reader would see.",
    "Every finding is for a qualified reader to check. What readers say is kept beside "
    "the program's answers and never mixed with them.",
    "Everything stays on this computer: no image leaves it, and originals are never "
    "moved or changed.",
)


class ResearchNotice(QDialog):
    """Has to be accepted; ``rejected`` means that the program is to close.

    Show it by ``open()``.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("For research only")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[em(self, 1.5)] * 4)
        layout.setSpacing(em(self, 0.9))
        layout.addLayout(self._heading())
        layout.addWidget(_paragraph(RESEARCH_USE))
        for point in _POINTS:
            layout.addWidget(_paragraph(point))
        layout.addStretch()
        layout.addWidget(self._buttons())
        width = em(self, 30)
        self.setFixedWidth(width)
        height = layout.totalHeightForWidth(width)
        self.setMinimumHeight(height)  # no word is ever cut
        self.resize(width, height)
        self.setAccessibleDescription(" ".join((RESEARCH_USE, *_POINTS)))

    def _heading(self) -> QHBoxLayout:
        picture, title = QLabel(), QLabel("Before you begin")
        side = em(self, 2.4)
        picture.setPixmap(
            icon_pixmap(
                "lumenary",
                self.palette().text().color(),
                side,
                self.devicePixelRatioF(),
            )
        )
        title.setFont(title_font(self.font()))
        row = QHBoxLayout()
        row.setSpacing(em(self, 0.8))
        row.addWidget(picture)
        row.addWidget(title, 1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        role = QDialogButtonBox.ButtonRole
        accept = buttons.addButton("I understand", role.AcceptRole)
        decline = buttons.addButton("Close Lumenary", role.RejectRole)
        accept.setDefault(True)
        accept.setAccessibleName("I understand")
        decline.setAccessibleName("Close Lumenary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label

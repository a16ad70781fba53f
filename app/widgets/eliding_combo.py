"""A combo box that shows where it cuts a long name."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QWidget,
)

from app.appearance.plain_tips import plain_tip


class ElidingCombo(QComboBox):
    """Ends what does not fit in an ellipsis, and begins its tooltip with it in full."""

    opening = Signal()
    """The list is about to be shown; it may be filled anew."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentTextChanged.connect(self.setAccessibleDescription)

    @property
    def cut(self) -> bool:
        """Whether some of the chosen text is not shown."""
        return self._option().currentText != self.currentText()

    def event(self, event: QEvent) -> bool:
        """Tell the whole text where it is cut."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            told = self.toolTip()
            if self.cut and self.currentText() not in told:
                told = "\n".join(filter(None, (self.currentText(), told)))
            QToolTip.showText(event.globalPos(), plain_tip(told), self)
            return True
        return super().event(event)

    def showPopup(self) -> None:
        """Show the list as it is by then."""
        self.opening.emit()
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the style's combo box with the text that fits."""
        option, painter = self._option(), QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _option(self) -> QStyleOptionComboBox:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        picture = 0 if option.currentIcon.isNull() else option.iconSize.width() + 4
        option.currentText = self.fontMetrics().elidedText(
            option.currentText,
            Qt.TextElideMode.ElideRight,
            field.width() - picture - 2,  # as the style leaves a pixel at either side
        )
        return option

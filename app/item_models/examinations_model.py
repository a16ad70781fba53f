"""The examinations of a classified folder as a tree with counts and progress."""

from collections.abc import Callable, Iterable, Mapping
from enum import IntEnum
from typing import TypeAlias, overload

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

import app.item_models.examination_wording as say
from app.appearance.plain_tips import plain_tip
from app.item_models.examination_tree import Examination, ExaminationTree
from core.jobs.events import ClassifiedStill
from core.review.corrections import Review
from core.review.tally import Tally

_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_Words: TypeAlias = Callable[[Examination], str]

EXAMINATION_ROLE = int(Qt.ItemDataRole.UserRole)
"""The folder relative to the classified one; empty for all."""
PROGRESS_ROLE = EXAMINATION_ROLE + 1
"""How many stills are classified, of how many, as a tuple."""
REVIEWED_ROLE = EXAMINATION_ROLE + 2
"""How many stills are reviewed, of how many readable ones, as a tuple."""


class ExaminationColumn(IntEnum):
    """The columns of the tree, from the left."""

    EXAMINATION = 0
    STILLS = 1
    REVIEWED = 2
    FINDINGS = 3


_TITLES = ("Examination", "Stills", "Reviewed", "Findings")
_MEANINGS = (
    "Each folder with stills is an examination; exam2 stands before exam10",
    "Stills classified so far, with those in the folders below",
    "Stills that a reader has answered, of the readable ones",
    "What the program sees, and in how many stills",
)
_TEXTS: tuple[_Words, ...] = (
    say.name_text,
    say.stills_text,
    say.reviewed_text,
    say.findings_text,
)
_TOOLTIPS: tuple[_Words, ...] = (
    say.name_tooltip,
    say.stills_tooltip,
    say.reviewed_tooltip,
    say.findings_tooltip,
)


class ExaminationsModel(QAbstractItemModel):
    """One top row, "All examinations", and below it the tree of folders.

    The counts of a row include everything below it. Rows stand in natural order
    (exam2 before exam10) and are all there from :meth:`begin` on; a still in a folder
    that was not named then counts for the innermost one that was.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root_name = ""
        self._tree = ExaminationTree({})
        self._answers = self._answers_by_role()

    def begin(self, root_name: str, by_folder: Mapping[str, int]) -> None:
        """Forget everything and show these folders.

        Parameters
        ----------
        root_name
            Of the classified folder.
        by_folder
            Stills right in each folder, by its path relative to the classified one with
            forward slashes; empty for that folder itself.
        """
        self.beginResetModel()
        self._root_name = root_name
        self._tree = ExaminationTree(by_folder)
        self.endResetModel()

    def add(self, stills: Iterable[ClassifiedStill]) -> None:
        """Count the program's answers."""
        changed: set[int] = set()
        for still in stills:
            for examination in self._tree.holding(still.file).lineage():
                examination.tally.count(
                    still.predicted_class, still.decision, still.error
                )
                changed.add(examination.number)
        self._repaint(changed)

    def count_review(
        self, file: str, before: Review | None, after: Review | None
    ) -> None:
        """Count that a still's review was given, changed or withdrawn (``None``)."""
        self.count_reviews([(file, before, after)])

    def count_reviews(
        self, changes: Iterable[tuple[str, Review | None, Review | None]]
    ) -> None:
        """Count changed reviews: the file, what was said before, and after."""
        changed: set[int] = set()
        for file, before, after in changes:
            for examination in self._tree.holding(file).lineage():
                examination.tally.count_review(before, after)
                changed.add(examination.number)
        self._repaint(changed)

    def tally(self, folder: str) -> Tally:
        """Return the counts of a folder and all below it, to be read only."""
        examination = self._tree.find(folder)
        return Tally() if examination is None else examination.tally

    def index_of(self, folder: str) -> QModelIndex:
        """Return where a folder stands; an invalid index if it is not there."""
        examination = self._tree.find(folder)
        return QModelIndex() if examination is None else self._index(examination, 0)

    # Qt's questions

    def index(self, row: int, column: int, parent: _Index | None = None) -> QModelIndex:
        """Return the index of a cell below a parent."""
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        if parent is None or not parent.isValid():
            return self._index(self._tree.root, column)
        return self._index(self._at(parent).children[row], column)

    @overload
    def parent(self) -> QObject | None: ...

    @overload
    def parent(self, child: _Index) -> QModelIndex: ...

    def parent(self, child: _Index | None = None) -> QObject | QModelIndex | None:
        """Return the index of the folder that one lies in."""
        if child is None:
            return super().parent()
        above = self._at(child).parent if child.isValid() else None
        return QModelIndex() if above is None else self._index(above, 0)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return how many folders lie right in one; the top has one row."""
        if parent is None or not parent.isValid():
            return 1
        return 0 if parent.column() else len(self._at(parent).children)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return how many columns there are."""
        return len(ExaminationColumn)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a cell shows or says."""
        answer = self._answers.get(role)
        if answer is None or not index.isValid():
            return None
        return answer(self._at(index), index.column())

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title, or over it what it means."""
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(_TITLES):
            if role == Qt.ItemDataRole.DisplayRole:
                return _TITLES[section]
            if role == Qt.ItemDataRole.ToolTipRole:
                return _MEANINGS[section]
        return super().headerData(section, orientation, role)

    def _answers_by_role(self) -> dict[int, Callable[[Examination, int], object]]:
        role = Qt.ItemDataRole
        return {
            role.DisplayRole: lambda examination, at: _TEXTS[at](examination),
            role.ToolTipRole: lambda examination, at: plain_tip(
                self._tooltip(examination, at)
            ),
            role.AccessibleTextRole: lambda examination, at: (
                _TOOLTIPS[at](examination) if at else say.sentence(examination)
            ),
            EXAMINATION_ROLE: lambda examination, _: examination.folder,
            PROGRESS_ROLE: lambda examination, _: examination.progress,
            REVIEWED_ROLE: lambda examination, _: examination.reviewed,
        }

    def _tooltip(self, examination: Examination, column: int) -> str:
        if column:
            return _TOOLTIPS[column](examination)
        name = say.name_tooltip(examination)
        if examination is self._tree.root and self._root_name:
            name = f"{say.ALL} in {self._root_name}"
        findings = say.findings_tooltip(examination)  # their column may be hidden
        return f"{name}\n{findings}" if findings else name

    # indexes

    def _at(self, index: _Index) -> Examination:
        return self._tree.examinations[_number(index)]

    def _index(self, examination: Examination, column: int) -> QModelIndex:
        # a number, not a pointer: nothing of Python's can be freed under Qt
        return self.createIndex(examination.place, column, examination.number)

    def _repaint(self, numbers: Iterable[int]) -> None:
        for number in sorted(numbers):
            examination = self._tree.examinations[number]
            self.dataChanged.emit(
                self._index(examination, ExaminationColumn.EXAMINATION),
                self._index(examination, ExaminationColumn.FINDINGS),
            )


def _number(index: _Index) -> int:
    number: int = index.internalId()
    return number

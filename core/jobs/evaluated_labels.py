"""The labels of an evaluation's stills, of which some may be questioned."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from core.errors import BadRequest
from core.files import sha256_of
from core.jobs.tested_stills import (
    TESTED_FILE,
    TestedHeader,
    TestedStill,
    read_tested,
)
from core.review.label_questions import LabelQuestion


@dataclass(frozen=True, slots=True, eq=False)
class EvaluatedLabels:
    """What a run was measured with; nothing here changes it."""

    header: TestedHeader
    stills: tuple[TestedStill, ...]

    @classmethod
    def of(cls, run: Path) -> Self:
        """Return the labels that a run measured with.

        Raises
        ------
        core.jobs.tested_stills.TestedUnusable
            If the run tested no stills, or what it kept of them cannot be read.
        """
        return cls(*read_tested(run / TESTED_FILE))

    def still(self, name: str) -> TestedStill:
        """Return a tested still by its path, or its name below the evaluated folder.

        Raises
        ------
        BadRequest
            If none was tested that is called so.
        """
        path = Path(name).absolute()
        inside = path.is_relative_to(self.header.folder)
        places = {
            Path(name).as_posix(),
            path.relative_to(self.header.folder).as_posix() if inside else "",
        }
        for still in self.stills:
            if still.file in places:
                return still
        raise BadRequest(
            f"“{name}” is none of the {len(self.stills):,} stills that “{self._model}” "
            "was measured on.",
            hint="Nothing was noted. Name a still by its path, or as it is called "
            f"below “{self.header.folder}”.",
        )

    def questioned(
        self, questions: Mapping[str, LabelQuestion]
    ) -> list[tuple[str, LabelQuestion]]:
        """Return which stills' labels are doubted, and how.

        Parameters
        ----------
        questions
            All doubts by the still's digest; one in another label than the still was
            measured with is none in this one.
        """
        return [
            (still.file, found)
            for still in self.stills
            if (found := questions.get(still.digest))
            and found.stated == still.true_class
        ]

    def refuse_unseen(self, still: TestedStill) -> None:
        """Return if the still can be looked at as it was when it was tested.

        Raises
        ------
        BadRequest
            If its file is gone or another one by now: nobody can judge its label.
        """
        try:
            same = sha256_of(self.header.folder / still.file) == still.digest
            why = "has changed since it was tested"
        except OSError as error:
            same, why = False, f"can't be read: {error.strerror or error}"
        if not same:
            raise BadRequest(
                f"“{still.file}” {why}. Its label cannot be questioned.",
                hint="Nothing was noted. Bring back the file that was tested.",
            )

    def refuse_proposal(self, still: TestedStill, proposed: str) -> None:
        """Return if a still may show a class, so that its label can be doubted.

        Raises
        ------
        BadRequest
            If the model does not know the class, or the label says so already.
        """
        if proposed not in self.header.classes:
            raise BadRequest(
                f"“{self._model}” does not know “{proposed}”.",
                hint=f"Nothing was noted. It knows {', '.join(self.header.classes)}; a "
                "still that shows something else shows none of these.",
            )
        if proposed == still.true_class:
            raise BadRequest(
                f"The label of “{still.file}” says {proposed} already.",
                hint="Nothing was noted.",
            )

    @property
    def _model(self) -> str:
        return self.header.model

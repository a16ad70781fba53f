"""Findings as rows: named below their folder, with the class that a folder tells."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.dataset.walking import normalised, visible_entries
from core.inference.classifier import Finding
from core.inference.decisions import Decision
from core.jobs.chosen_stills import relative_name
from core.jobs.events import ClassifiedStill


class ClassFolders:
    """Names stills relative to a folder, with their true class where folders tell."""

    def __init__(self, root: Path, classes: Sequence[str]) -> None:
        self._names = tuple(classes)
        self._root = root
        names = {normalised(entry.name) for entry in visible_entries(self._root)}
        self._classes = names.intersection(classes)

    @property
    def any(self) -> bool:
        """Whether the folder has class folders of the model's names."""
        return bool(self._classes)

    def rows(self, findings: Iterable[Finding]) -> tuple[ClassifiedStill, ...]:
        """Return the findings as they are sent and kept."""
        return tuple(map(self._row, findings))

    def _row(self, finding: Finding) -> ClassifiedStill:
        file = relative_name(finding.file, self._root)
        top = file.partition("/")[0]
        refused = finding.decision is Decision.REFUSE
        return ClassifiedStill(
            file=file,
            predicted_class=None if refused else finding.predicted_class,
            confidence=None if refused else finding.confidence,
            decision=finding.decision and finding.decision.value,
            probabilities=dict(zip(self._names, finding.probabilities, strict=False)),
            true_class=top if top in self._classes else None,
            error=finding.error,
            digest=finding.digest,
        )

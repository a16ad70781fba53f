"""The order of the walk: the package from its installation to its end, the archive."""

from collections.abc import Callable
from functools import wraps

from build_spec.proof import (
    archive,
    classifying,
    installing,
    measuring,
    network,
    training,
    window,
)
from build_spec.proof.packages import Packages
from build_spec.proof.program_files import Listed, changes
from build_spec.proof.proving import require
from build_spec.proof.walk import Program, Step, Walk


def steps_of(built: Packages) -> list[Step]:
    """Return all steps; most need those before them."""
    untouched = _Untouched()
    return [
        installing.nothing_outside,
        _with(installing.older_version, built),
        _with(installing.refused_while_open, built),
        _with(installing.upgrade, built),
        _with(measuring.sizes, built),
        untouched.before,
        measuring.self_test_passes,
        window.window_is_seen,
        classifying.classify_under_any_name,
        classifying.preview,
        training.train_quick_tour,
        training.train_from_starter,
        training.train_through_a_kill,
        classifying.classify_through_a_kill,
        window.worker_is_killed,
        training.carry_a_model,
        window.report_as_pdf,
        network.self_test_without_network,
        network.classify_without_network,
        network.train_without_network,
        network.report_without_network,
        classifying.time_a_hundred,
        measuring.first_paint,
        untouched.after,
        installing.uninstall,
        _with(archive.unpack, built),
        _by(archive.reads_what_is_kept, archive.UNPACKED),
        _by(archive.basics, archive.UNPACKED),
        archive.menu_entry,
        archive.mount_read_only,
        _by(archive.basics, archive.MOUNTED),
    ]


def _with(step: Callable[[Walk, Packages], None], built: Packages) -> Step:
    @wraps(step)
    def taken(walk: Walk) -> None:
        step(walk, built)

    return taken


def _by(step: Step, program: Program) -> Step:
    @wraps(step)
    def taken(walk: Walk) -> None:
        step(walk.using(program))

    return taken


class _Untouched:
    """Whether work changes anything but what lies at home."""

    def __init__(self) -> None:
        self._before: dict[str, Listed] = {}

    def before(self, walk: Walk) -> None:
        """List all files of the system."""
        self._before = installing.system(walk)

    def after(self, walk: Walk) -> None:
        """Write nothing but at home."""
        after = installing.system(walk)
        found = changes(self._before, after)
        require(self._before == after, f"written outside the home: {found[:20]}")
        walk.proof.proved(
            f"nothing written beside the program or outside the home: {len(after):,}"
            " files of the system with sizes, times and hashes as before"
        )

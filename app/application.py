"""Builds the window from the bottom up, and takes it down again."""

import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.appearance.measures import thumbnail_side
from app.appearance.palettes import apply_theme
from app.classifying.classification import Classification
from app.classifying.exports import Exports
from app.classifying.resuming import UnfinishedSearch
from app.classifying.review_session import ReviewSession
from app.classifying.sample_stills import SAMPLE_MODEL, SampleStills
from app.item_models.examinations_model import ExaminationsModel
from app.item_models.findings_model import FindingsModel
from app.listed_models import ListedModels
from app.main_window import MainWindow, base64_text
from app.pages.classify_page import ClassifyPage
from app.problems.error_dialog import ErrorPresenter
from app.problems.problem import Problem, problems_to
from app.settings.kept_settings import Session, Settings, SettingsStore
from app.source import Source
from app.starting.leftover_sweep import LeftoverSweep
from app.starting.opened_archives import OpenedArchives
from app.still_images.still_loader import StillLoader
from app.still_images.thumbnails import Thumbnails
from app.widgets.findings_header import FindingsHeader
from app.widgets.grip_splitter import GripSplitter
from app.widgets.job_bar import JobBar
from app.window_dialogs import WindowDialogs
from app.worker.job_line import JobLine
from app.worker.job_outcome import JobOutcome
from app.worker.job_runner import JobRunner
from app.worker.sleep_inhibitor import SleepInhibitor
from app.worker.unasked_work import is_unasked
from core.errors import LumenaryError
from core.jobs.context import library_of
from core.jobs.requests import DEFAULT_MODEL, Thresholds
from core.paths import UserFolders
from core.review.decisions_log import DecisionsLog

if TYPE_CHECKING:
    from app.other_pages import OtherPages
    from app.starting.research_notice import ResearchNotice


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the window is opened with; ``None`` takes what was there last time."""

    folder: Path | None = None
    model: str | None = None
    start: bool = False
    archive: Path | None = None
    """The file of a model that was opened, which is offered for import."""


class Application(QObject):
    """All objects of one open window and the wires between them.

    Raises
    ------
    LumenaryError
        If the reviews cannot be opened.
    """

    def __init__(self, qt: QApplication, folders: UserFolders) -> None:
        super().__init__()
        self._qt = qt
        self.folders = folders
        self._store = SettingsStore(folders.home)
        loaded = self._store.load()
        self.settings, self._session = loaded.settings, loaded.session
        self._told: list[str] = [*loaded.problems]
        self.others: OtherPages | None = None
        apply_theme(qt, self.settings.theme)
        self.log = DecisionsLog(folders.review_log)
        self.line = JobLine(JobRunner(folders, parent=self), self)
        self._awake = SleepInhibitor()
        self._sweep = LeftoverSweep(folders)
        self.opened_archives = OpenedArchives(qt, folders.home)
        self.window = MainWindow(JobBar(self.line), self.line)
        self.presenter = ErrorPresenter(lambda: self.window)
        self.models = ListedModels(
            library_of(folders), self.presenter.present, self.window
        )
        self.dialogs = WindowDialogs(
            window=self.window,
            folders=folders,
            models=self.models,
            present=self.presenter.present,
            settings=lambda: self.settings,
            change=self._change,
            runs_in_use=self._runs_in_use,
            deleted=self._on_kept_deleted,
        )
        self._build_classify_page()
        self._exports = Exports(
            self.line, self.classification, self.presenter.present, self.window
        )
        self.unfinished = UnfinishedSearch(self.folders.runs, self.window)
        self._samples = SampleStills(self.line, folders, self.window)
        self._connect()

    @property
    def is_working(self) -> bool:
        """Whether a job runs or waits."""
        return not self.line.is_idle

    def open(self, options: WindowOptions) -> None:
        """Show the window; what is slower than a first paint comes after it."""
        self.window.painted_first.connect(
            lambda: QTimer.singleShot(0, lambda: self._after_first_paint(options))
        )
        self.window.restore(self._session)
        self.window.restore_parts(self._session, self._draggable)
        self.window.show()

    def take_down(self) -> None:
        """End the threads and let go of the files; the window is closed."""
        self.line.shut_down()
        self._awake.close()
        self._sweep.stop()
        self.opened_archives.stop()
        self.thumbnails.stop()
        self.loader.stop()
        self.unfinished.stop()
        if self.others is not None:
            self.others.stop()
        self.log.close()

    def _build_classify_page(self) -> None:
        window = self.window
        self.findings = FindingsModel(window)
        self.examinations = ExaminationsModel(window)
        self.reviews = ReviewSession(self.log, self.findings, self._reader, window)
        self.classification = Classification(
            self.line,
            self.folders,
            self.findings,
            self.examinations,
            self.reviews,
            self._thresholds,
            window,
        )
        # one thread: with two, Python lets the window wait for both in turn
        self.thumbnails = Thumbnails(
            side=thumbnail_side(window), threads=1, parent=window
        )
        self.loader = StillLoader(parent=window)
        self.page = ClassifyPage(
            classification=self.classification,
            findings=self.findings,
            examinations=self.examinations,
            reviews=self.reviews,
            thumbnails=self.thumbnails,
            loader=self.loader,
            present=self.presenter.present,
        )
        self.page.set_reader(self.settings.reader)
        window.add_page("classify", "Classify", self.page)

    def _build_what_is_not_seen_first(self) -> "OtherPages":
        """Build the other pages, which cost as much as the first paint itself."""
        from app.other_pages import Ground, OtherPages

        others = OtherPages(
            Ground(
                window=self.window,
                line=self.line,
                folders=self.folders,
                models=self.models,
                reader=self._reader,
                present=self.presenter.present,
                model_in_use=lambda: self.page.model_name,
                use_model=lambda n: self.page.set_models(self.models.entries, n),
            )
        )
        self._build_sorting()
        self.window.restore_parts(self._session, others.draggable)
        return others

    def _build_sorting(self) -> None:
        from app.classifying.sort_undoing import SortUndoing
        from app.classifying.sorting import Sorting

        self.sorting = Sorting(self.line, self.classification, self.window)
        self.sort_undoing = SortUndoing(self.line, self.window)
        self.page.sort_wanted.connect(self.sorting.ask)
        self.page.undo_sort_wanted.connect(self.sort_undoing.ask)
        self.sorting.made.connect(self.sort_undoing.remember)
        for asks in self.sorting, self.sort_undoing:
            asks.asked.connect(self.page.waiting.follow)

    @property
    def _draggable(self) -> dict[str, GripSplitter | FindingsHeader]:
        if self.others is None:
            return self.page.draggable
        return {**self.page.draggable, **self.others.draggable}

    def _connect(self) -> None:
        self.window.settings_wanted.connect(self.dialogs.show_settings)
        self.window.about_wanted.connect(self.dialogs.show_about)
        self.window.measures_changed.connect(self._fit_thumbnails)
        self.window.about_to_close.connect(self._on_closing)
        self.page.reader_clicked.connect(self.dialogs.show_settings)
        self.page.exports_wanted.connect(self._exports.ask)
        self.page.choice_changed.connect(self._look_for_unfinished)
        self.unfinished.found.connect(self.page.offer_resume)
        self.page.samples_wanted.connect(self._samples.prepare)
        self._samples.ready.connect(self._try_samples)
        self.findings.reviews_changed.connect(self.examinations.count_reviews)
        self.classification.began.connect(lambda: self._saved(self._save_session))
        for asks in self._exports, self._samples:
            asks.asked.connect(self.page.waiting.follow)
        self.line.changed.connect(self._stay_awake)
        self.line.ended.connect(self._on_ended)

    def _after_first_paint(self, options: WindowOptions) -> None:
        if not self.window.isVisible():  # closed before it was ready
            return
        self.others = self._build_what_is_not_seen_first()
        self.page.lay_out_ahead()
        self.models.look()
        session = self._session
        # never the drawn stills' model unasked: it comes first, and knows no patients
        model = options.model or session.model or DEFAULT_MODEL
        self.page.set_models(self.models.entries, model)
        self.others.set_models(self.models.entries, self.page.model_name)
        self.others.use_wanted.connect(self._use_model)
        self._follow_the_library()
        source = _source_of(options, session)
        if source is not None:
            self.page.choose(source)
        for sentence in (*self._told, self.log.notice):
            if sentence:
                self.presenter.present(Problem(sentence))
        notice = None if self.settings.notice_accepted else self.dialogs.show_notice()
        if notice is not None and options.start:
            notice.accepted.connect(self.page.start)  # not before it was read
        elif options.start:
            self.page.start()
        self.thumbnails.warm_up()
        self._awake.warm_up()
        self._sweep.start()
        self._offer_archives(options.archive, notice)
        QTimer.singleShot(0, _spare_what_stays)

    def _offer_archives(
        self, archive: Path | None, notice: "ResearchNotice | None"
    ) -> None:
        """Offer models that are opened from outside, once the notice was read."""
        if archive is not None:
            self.opened_archives.add(archive)
        self.opened_archives.opened.connect(self._offer_archive)
        if notice is None:
            self.opened_archives.start()
        else:
            notice.accepted.connect(self.opened_archives.start)

    def _offer_archive(self, file: Path) -> None:
        from app.model_library.dropped_archive import archive_of

        if self.others is None:
            return
        self.window.come_forward()
        self.window.show_page(self.others.models.page)
        archive = archive_of([file])
        if isinstance(archive, str):
            self.presenter.present(Problem(archive))
        else:
            self.others.models.actions.offer_archive(archive)

    def _fit_thumbnails(self) -> None:
        """Make thumbnails as sharp as the screen that the window was moved to."""
        side = thumbnail_side(self.window)
        self.thumbnails.set_side(side)
        if self.others is not None:
            self.others.set_thumbnail_side(side)

    def _follow_the_library(self) -> None:
        """Offer what the command line trains, imports or removes meanwhile."""
        self.models.changed.connect(self._on_models_changed)
        self.window.came_to_front.connect(self.models.look)
        self.page.model_strip.opening.connect(self.models.look)

    def _on_models_changed(self) -> None:
        self.page.set_models(self.models.entries, None)
        if self.others is not None:
            self.others.list_models(self.models.entries, self.page.model_name)

    def _stay_awake(self) -> None:
        """Keep the computer awake until the last job of the line has ended."""
        if self.line.is_idle:
            self._awake.release()
        else:
            self._awake.hold()

    def _on_ended(self, outcome: JobOutcome) -> None:
        if outcome.problem is not None and not is_unasked(outcome.job.request):
            self.presenter.present(outcome.problem)

    def _use_model(self, name: str) -> None:
        """Classify with a model from now on, as another page asks."""
        self.models.look()
        self.page.model_strip.select(name)
        self.window.show_page(self.page)

    def _try_samples(self, folder: Path) -> None:
        if self.classification.pending:  # asked for while the stills were drawn
            return
        self.page.model_strip.select(SAMPLE_MODEL)
        self.page.choose(Source(folder))
        self.page.start()

    def _look_for_unfinished(self) -> None:
        source, model = self.page.source, self.page.model_strip.current()
        idle = not self.classification.pending
        if idle and source is not None and model is not None and model.card is not None:
            request = self.classification.request_for(source, model)
            shown = self.classification.run_folder
            self.unfinished.look(request, model.card.key, shown=shown)
        else:
            self.unfinished.forget()

    # settings

    def _reader(self) -> str:
        return self.settings.reader

    def _thresholds(self) -> Thresholds:
        return Thresholds(
            review_below=self.settings.review_below,
            refusal_scale=self.settings.refusal_scale,
        )

    def _runs_in_use(self) -> frozenset[Path]:
        from app.kept_in_use import runs_in_use

        others = self.others.runs_shown if self.others is not None else ()
        return runs_in_use(self.line, (self.classification.run_folder, *others))

    def _on_kept_deleted(self, place: str) -> None:
        """Show no more what was deleted in the settings."""
        from core.keeping.places import PlaceKey

        if place == PlaceKey.REVIEWS:
            self.reviews.forget()
        self._look_for_unfinished()
        if self.others is not None:
            with problems_to(self.presenter.present):
                self.others.follow_deletion(place)

    def _change(self, settings: Settings) -> None:
        self.settings = settings
        apply_theme(self._qt, settings.theme)
        self.page.set_reader(settings.reader)
        self._look_for_unfinished()
        self._saved(lambda: self._store.save_settings(settings))

    def _save_session(self) -> None:
        last, source = self._session, self.page.source
        self._session = Session(
            # a drive that is unplugged today may be there tomorrow
            folder=source.folder if source else last.folder,
            stills=source.stills if source else last.stills,
            model=self.page.model_name or last.model,
            geometry=self.window.shape(),
            splitters={
                **last.splitters,
                **{
                    name: base64_text(part.saveState())
                    for name, part in self._draggable.items()
                },
            },
        )
        self._store.save_session(self._session)

    def _saved(self, save: Callable[[], None]) -> None:
        with problems_to(self.presenter.present):
            save()

    def _on_closing(self) -> None:
        with suppress(LumenaryError):  # nobody is left to be told of a shape
            self._save_session()
        self.take_down()


def _spare_what_stays() -> None:
    """Keep what lives as long as the window out of every later collection.

    Going through it takes Python 70 to 170 ms, in which the window would not answer.
    """
    gc.collect()
    gc.freeze()
    gc.enable()  # off from the start on; see app/__main__.py


def _source_of(options: WindowOptions, session: Session) -> Source | None:
    if options.folder is not None:
        return Source(options.folder.absolute())
    # whether it is there, the worker says: a share that is away answers after a minute
    if session.folder is not None:
        return Source(session.folder, session.stills)
    return None

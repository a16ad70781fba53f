"""The Train page: from a labelled folder to a model, and what to do with it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.learning.estimate_wording import estimate_in_words
from app.learning.estimating import EstimateState, Estimating
from app.learning.interrupted import Interrupted
from app.learning.recipe_pictures import RecipePicture, RecipePictures
from app.learning.training import Asked, Training, TrainingState
from app.pages.interrupted_offer import InterruptedOffer
from app.pages.train_form import TrainForm
from app.pages.trained_view import TrainedView
from app.pages.training_view import TrainingView
from app.problems.problem import Problem, problems_to
from app.widgets.careful_question import CarefulQuestion
from app.widgets.drop_area import DropFilter, Dropped
from app.widgets.fitted import Fitted
from app.widgets.interrupted_banner import InterruptedBanner
from app.widgets.train_empty import TrainEmpty
from app.worker.job_outcome import JobOutcome
from core.images.settings import PreprocessingSettings
from core.jobs.interrupted_trainings import InterruptedTraining
from core.jobs.requests import GroupingRequest
from core.jobs.tested_stills import read_evaluation
from core.library.store import LibraryEntry, ModelLibrary
from core.recipes.catalogue import RecipeCatalogue

_NO_FOLDER: Final = "Drop a folder that has a subfolder for each class, not its stills."


class TrainPage(Fitted):
    """Puts the parts together: what to train, how it goes, what came of it.

    Parameters
    ----------
    training, estimating, interrupted, pictures
        What works for it.
    recipes, library
        Which recipes and models there are.
    present
        Shows a problem.
    """

    report_wanted = Signal(object)
    """The run folder whose report is to be shown."""
    compare_wanted = Signal(object, object)
    """A labelled folder, and two models by name: the new one and the one in use."""
    use_wanted = Signal(str)
    """A model's name: classify with it from now on."""
    samples_wanted = Signal()

    def __init__(
        self,
        *,
        training: Training,
        estimating: Estimating,
        interrupted: Interrupted,
        pictures: RecipePictures,
        recipes: RecipeCatalogue,
        library: ModelLibrary,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._estimating = estimating
        self._interrupted = interrupted
        self._pictures = pictures
        self._recipes = recipes
        self._library = library
        self._present = present
        self._entries: tuple[LibraryEntry, ...] = ()
        self._in_use: str | None = None
        self.banner = InterruptedBanner()
        self._question = CarefulQuestion(self)
        self._offer = InterruptedOffer(
            interrupted, self.banner, self._question, present
        )
        self.empty = TrainEmpty()
        self.form = TrainForm()
        self.running = TrainingView(training)
        self.ended = TrainedView()
        self.drops = DropFilter(self)
        self._lay_out()
        self._connect()
        self._fit()

    # what the window asks for

    def set_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer the models of the library; ``chosen`` is the one in use."""
        self._entries, self._in_use = tuple(entries), chosen
        self.form.set_models(entries)
        self._show_model_in_use()

    def open_with(
        self, folder: Path, grouping: GroupingRequest | None = None, name: str = ""
    ) -> None:
        """Take stills to train on; what runs goes on and stays in view.

        Parameters
        ----------
        folder
            Has a subfolder for each class.
        grouping
            How stills belong together; ``None`` leaves it as it is.
        name
            Suggested for the model; empty for the folder's.
        """
        self.form.choose_folder(folder, grouping, name)
        self._training.forget()
        self._show_state()

    def train_from(self, model: str) -> None:
        """Begin the next training with a model of the library."""
        self.form.start_from.choose_model(model)
        self._training.forget()
        self._show_state()

    def start(self) -> None:
        """Train what is chosen and in view, as soon as nothing is missing."""
        asked = self.form.asked()
        if asked is None or self._body.currentWidget() is not self.form:
            return
        with problems_to(self._present):
            self._library.check_free(asked.request.name)
            self._start(asked.with_estimate(self._estimating.result))

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what there is since the page was shown last."""
        super().showEvent(event)
        if not event.spontaneous():
            self._read_recipes()
            self._interrupted.look()
            self._show_state()

    def hideEvent(self, event: QHideEvent) -> None:
        """Measure nothing that nobody looks at."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._estimating.rest()

    # how it is put together

    def _lay_out(self) -> None:
        self._body = QStackedWidget()
        for part in self.empty, self.form, self.running, self.ended:
            self._body.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addWidget(self._body, 1)

    def _connect(self) -> None:
        self.empty.folder_wanted.connect(self.form.ask_for_folder)
        self.empty.samples_wanted.connect(self.samples_wanted)
        self.form.start_wanted.connect(self.start)
        self.form.changed.connect(self._show_state)
        self.form.estimate.again.connect(self._estimating.again)
        self.form.estimate.leave_out.connect(self._estimating.leave_out)
        self.form.recipes.picture_wanted.connect(self._pictures.ask)
        self._pictures.drawn.connect(self._on_drawn)
        self._estimating.changed.connect(self._show_estimate)
        self._training.changed.connect(self._show_state)
        self._training.ended.connect(self._on_ended)
        self._interrupted.changed.connect(self._show_offer)
        self.running.stop_wanted.connect(self._training.stop_and_keep)
        self.running.discard_wanted.connect(self._ask_to_discard)
        self._offer.go_on_wanted.connect(self._resume)
        self.ended.again_wanted.connect(self._training.forget)
        self.ended.go_on_wanted.connect(self._go_on_with_this)
        self.ended.report_wanted.connect(self._want_report)
        self.ended.compare_wanted.connect(self._want_comparison)
        self.ended.use_wanted.connect(self._want_use)
        self.drops.install(self)
        self.drops.dropped.connect(self._on_dropped)
        self.drops.refused.connect(lambda why: self._present(Problem(why)))
        begin = QAction("Train", self)
        begin.setShortcut("Ctrl+Return")
        begin.triggered.connect(self.start)
        self.addAction(begin)

    def _fit(self) -> None:
        margin = em(self, 0.9)
        self._column.setContentsMargins(margin, margin, margin, em(self, 0.7))
        self._column.setSpacing(em(self, 0.7))

    # what is shown

    def _show_state(self) -> None:
        state = self._training.state
        if state is TrainingState.ENDED:
            part: QWidget = self.ended
        elif state is not TrainingState.NONE:
            part = self.running
        else:
            part = self.form if self.form.folder is not None else self.empty
        self._body.setCurrentWidget(part)
        if part is self.form and self.isVisible():
            self._estimating.want(self.form.estimate_request())
        else:
            self._estimating.rest()
        self._show_offer()

    def _show_estimate(self) -> None:
        estimating = self._estimating
        self.form.estimate.show_words(
            estimate_in_words(estimating),
            ended=estimating.has_ended,
            measuring=estimating.state is EstimateState.MEASURING,
        )

    def _show_offer(self) -> None:
        training = self._training
        resumed = training.asked.request.resume if training.asked else None
        told = training.run_folder, resumed
        self._offer.show(but=told, busy=training.is_busy)

    def _show_model_in_use(self) -> None:
        result = self._training.result
        other = self._in_use if result and self._in_use != result.model else None
        self.ended.show_model_in_use(other)

    def _read_recipes(self) -> None:
        entries = self._recipes.entries()
        self.form.set_recipes([entry.recipe for entry in entries])

    def _on_drawn(self, settings: PreprocessingSettings, drawn: RecipePicture) -> None:
        self.form.recipes.show_picture(settings, drawn.before, drawn.after)

    # what is done

    def _start(self, asked: Asked) -> None:
        self._estimating.rest()
        self._training.start(asked)
        self.running.begin(asked)
        self.running.stop.setFocus()

    def _on_ended(self, outcome: JobOutcome) -> None:
        self._question.withdraw()
        self._interrupted.look()
        asked, result = self._training.asked, self._training.result
        left = self._interrupted.of_run(self._training.run_folder)
        if asked is None or result is None:
            self.ended.show_end(outcome, resumable=left is not None)
            return
        with problems_to(self._present):
            self.ended.show_model(asked, result, read_evaluation(result.folder))
        self._show_model_in_use()

    def _go_on_with_this(self) -> None:
        found = self._interrupted.of_run(self._training.run_folder)
        if found is not None:
            self._resume(found)

    def _resume(self, found: InterruptedTraining) -> None:
        with problems_to(self._present):
            recipe = self._recipes.get(found.request.recipe)
            request = found.request.model_copy(update={"resume": found.run})
            self._start(Asked(request, recipe))

    def _want_report(self) -> None:
        if self._training.run_folder is not None:
            self.report_wanted.emit(self._training.run_folder)

    def _want_comparison(self) -> None:
        asked, result = self._training.asked, self._training.result
        if asked is not None and result is not None and self._in_use is not None:
            models = result.model, self._in_use
            self.compare_wanted.emit(asked.request.folder, models)

    def _want_use(self) -> None:
        if self._training.result is not None:
            self.use_wanted.emit(self._training.result.model)

    def _on_dropped(self, dropped: Dropped) -> None:
        if dropped.source.stills:
            self._present(Problem(_NO_FOLDER))
        else:
            self.open_with(dropped.source.folder)

    def _ask_to_discard(self) -> None:
        if not self._training.progress.epochs:  # nothing that anybody would miss
            self._training.discard()
            return
        self._question.ask(
            "Cancel the training and discard what it has learnt?",
            "It cannot be gone on with afterwards. “Stop and keep the best” would make "
            "a model of it.",
            yes="Cancel and discard",
            no="Go on training",
            then=self._training.discard,
        )

"""The Preview page: what is removed from a still, and with which settings."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.appearance.measures import em
from app.pages.look_through import LookThrough
from app.pages.preview_desk import PreviewDesk
from app.previewing.keep_recipe_dialog import KeepRecipeDialog
from app.previewing.preview_wording import (
    green_sentence,
    panel_sentence,
    view_sentence,
)
from app.previewing.previewing import Previewing
from app.previewing.settings_owner import owners_of_models, owners_of_recipes
from app.problems.problem import Problem
from app.source import Source
from app.still_images.live_preview import LivePreview
from app.still_images.preview_picture import PreviewPicture
from app.still_images.still_listing import StillList, StillLister
from app.still_images.thumbnails import Thumbnails
from app.widgets.drop_area import DropFilter, Dropped, source_of
from app.widgets.empty_page import EmptyPage
from app.widgets.grip_splitter import GripSplitter
from app.widgets.settings_chooser import SettingsChooser
from app.widgets.source_bar import SourceBar
from app.widgets.waiting_rows import WaitingRows
from core.images.settings import PreprocessingSettings, ScopeGuideSettings
from core.library.store import LibraryEntry
from core.recipes.catalogue import RecipeCatalogue

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
}
_NEXT_AFTER_MS: Final = 120
"""After the last step, the next still is decoded ahead."""
_INVITATION: Final = (
    "to see what is removed from stills before a network looks at them.\n"
    "Your files are only read: nothing is moved, changed or sent anywhere."
)


class PreviewPage(QWidget):
    """Puts the widgets together; the work is done by what comes in.

    Parameters
    ----------
    previewing
        Has a worker look through the stills.
    live, lister
        Recompute the still that is shown, and list the stills of a folder.
    thumbnails
        Small stills, for this page only.
    recipes
        All recipes.
    own_recipes
        The folder of the user's own.
    present
        Shows a problem.
    """

    def __init__(
        self,
        *,
        previewing: Previewing,
        live: LivePreview,
        lister: StillLister,
        thumbnails: Thumbnails,
        recipes: RecipeCatalogue,
        own_recipes: Path,
        present: Callable[[Problem], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._lister = lister
        self._thumbnails = thumbnails
        self._recipes = recipes
        self._own_recipes = own_recipes
        self._present = present
        self._models: tuple[LibraryEntry, ...] = ()
        self._stills = StillList(Path())
        self._place = 0
        self._settings = PreprocessingSettings()
        self.source_bar = SourceBar(self, classifies=False)
        self.chooser = SettingsChooser(self)
        self.desk = PreviewDesk(thumbnails, self)
        self.empty_page = EmptyPage(
            self,
            heading="Drop a still or a folder here",
            invitation=_INVITATION,
        )
        self.look_through = LookThrough(previewing, self.desk.strips, self)
        self.waiting = WaitingRows(self)
        previewing.asked.connect(self.waiting.follow)
        self._drops = DropFilter(self)
        # not at once: it would take the processor from the still that is waited for
        self._next_soon = QTimer(self, singleShot=True, interval=_NEXT_AFTER_MS)
        self._next_soon.timeout.connect(self._prefetch)
        self._lay_out()
        self._connect()
        self._add_shortcuts()
        self._follow_state()

    # what the window asks for

    @property
    def draggable(self) -> dict[str, GripSplitter]:
        """What the user may have dragged, by name."""
        return {"preview": self.desk.columns, "preview rows": self.desk}

    @property
    def settings(self) -> PreprocessingSettings:
        """What is tried out."""
        return self._settings

    @property
    def path(self) -> Path | None:
        """The still that is shown."""
        paths = self._stills.paths
        return paths[self._place] if paths else None

    def set_models(self, entries: Sequence[LibraryEntry], chosen: str | None) -> None:
        """Offer the settings of models beside those of recipes."""
        self._models = tuple(entries)
        self._list_owners()
        if chosen is not None:
            self.chooser.select("model", chosen)
        self.go_back_to_the_owner()

    def list_models(self, entries: Sequence[LibraryEntry]) -> None:
        """Offer what is in the library by now; whose settings are shown stays."""
        before, self._models = self.chooser.current, tuple(entries)
        self._list_owners()
        if self.chooser.current != before:
            self.go_back_to_the_owner()

    def choose(self, source: Source, *, left_out: int = 0) -> None:
        """Look at a folder's stills, or at some; tell of files that are no stills."""
        if source.stills:
            self.source_bar.show_stills(source.folder, source.stills, left_out)
        else:
            self.source_bar.show_folder(source.folder)
        self.look_through.set_source(source)
        self._live.forget()
        self._thumbnails.forget_all()  # the files may have changed
        self.desk.begin()
        self._stills, self._place = StillList(source.folder), 0
        self._lister.list(source.folder, source.stills)
        self._body.setCurrentWidget(self.desk)

    def go_to(self, place: int) -> None:
        """Show another still, by its place from 0."""
        total = len(self._stills.paths)
        if not total:
            return
        self._place = min(max(place, 0), total - 1)
        path = self._stills.paths[self._place]
        self.desk.stepper.show_place(self._place, total, path)
        self.look_through.show_still(path)
        self._show_still()
        self._next_soon.start()

    def go_back_to_the_owner(self) -> None:
        """Show the settings of the chosen model or recipe, as they are."""
        owner = self.chooser.current
        self._set(owner.preprocessing if owner else PreprocessingSettings())

    # how it is put together

    def _lay_out(self) -> None:
        self._body = QStackedWidget(self)
        self._body.addWidget(self.empty_page)
        self._body.addWidget(self.desk)
        layout = QVBoxLayout(self)
        for part in self.source_bar, self.chooser, self.waiting:
            layout.addWidget(part)
        layout.addWidget(self._body, 1)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        margin = em(self, 0.9)
        layout.setContentsMargins(margin, margin, margin, em(self, 0.5))
        layout.setSpacing(em(self, 0.6))

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.layout() is not None:
            self._fit()

    def _connect(self) -> None:
        self.source_bar.folder_chosen.connect(lambda f: self.choose(Source(f)))
        self.source_bar.stills_chosen.connect(self._on_stills_chosen)
        self.empty_page.choose_folder.connect(self.source_bar.choose_folder)
        self.empty_page.choose_stills.connect(self.source_bar.choose_stills)
        self._drops.install(self)
        self._drops.hovering.connect(self.empty_page.set_highlight)
        self._drops.dropped.connect(self._on_dropped)
        self._drops.refused.connect(lambda why: self._present(Problem(why)))
        self.chooser.chosen.connect(lambda _: self.go_back_to_the_owner())
        desk = self.desk
        desk.stepper.stepped.connect(lambda step: self.go_to(self._place + step))
        desk.settings.sliders.changed.connect(self._on_sliders)
        desk.settings.reset.connect(self.go_back_to_the_owner)
        desk.settings.keep.connect(self._ask_for_a_name)
        desk.strips.chosen.connect(self._on_chosen)
        self._live.ready.connect(self._on_ready)
        self._lister.listed.connect(self._on_listed)

    def _add_shortcuts(self) -> None:
        for name, key, act in (
            (
                "Choose a folder",
                QKeySequence.StandardKey.Open,
                self.source_bar.choose_folder,
            ),
            ("Look through the stills", Qt.Key.Key_F5, self.look_through.look),
        ):
            action = QAction(name, self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(act)
            self.addAction(action)

    # choosing what to look at

    def _on_stills_chosen(self, stills: tuple[Path, ...]) -> None:
        chosen = source_of(stills)
        if isinstance(chosen, Dropped):
            self._on_dropped(chosen)
        else:
            self._present(Problem(chosen))

    def _on_dropped(self, dropped: Dropped) -> None:
        self.choose(dropped.source, left_out=dropped.left_out)

    def _on_listed(self, found: StillList) -> None:
        self._stills = found
        self.look_through.set_stills(found)
        if found.error:
            self.desk.show_no_still(found.error)
            return
        several = len(found.paths) > 1
        self.desk.strips.setVisible(several)
        self.go_to(0)
        self.desk.view.take_keyboard()
        if several:
            self.look_through.look()

    def _on_chosen(self, path: Path) -> None:
        if path != self.path and path in self._stills.paths:
            self.go_to(self._stills.paths.index(path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step through the stills."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        else:
            self.go_to(self._place + step)

    # the still that is shown

    def _show_still(self) -> None:
        if self.path is not None:
            self.desk.view.show_loading()
            self._live.show(self.path, self._settings)

    def _on_ready(self, shown: PreviewPicture) -> None:
        self.desk.view.show_picture(shown)
        said = ("", "", "")
        if not shown.error:
            said = panel_sentence(shown), green_sentence(shown), view_sentence(shown)
        self.desk.settings.say(*said, leaves_green=shown.leaves_green)

    def showEvent(self, event: QShowEvent) -> None:
        """Compute anew what was let go of while the page was hidden."""
        super().showEvent(event)
        self._show_still()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no decoded stills for a page that is not seen."""
        super().hideEvent(event)
        self._next_soon.stop()
        self._live.forget()

    def _prefetch(self) -> None:
        self._live.prefetch(self._stills.paths[self._place + 1 : self._place + 2])

    # the settings

    def _list_owners(self) -> None:
        of_recipes = owners_of_recipes(
            self._recipes.entries(), self._recipes.problems()
        )
        self.chooser.set_owners([*owners_of_models(self._models), *of_recipes])

    def _on_sliders(self, scopeguide: ScopeGuideSettings) -> None:
        self._set(
            PreprocessingSettings(**{**dict(self._settings), "scopeguide": scopeguide})
        )

    def _set(self, settings: PreprocessingSettings) -> None:
        self._settings = settings
        self.desk.settings.sliders.set_settings(settings.scopeguide)
        self.desk.settings.forget_kept()
        self.look_through.set_settings(settings)
        self._show_still()
        self._follow_state()

    def _ask_for_a_name(self) -> None:
        owner = self.chooser.current
        if owner is None or owner.recipe is None:
            return
        dialog = KeepRecipeDialog(
            owner.recipe, self._settings, self._recipes, self._own_recipes, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.kept.connect(self._on_kept)
        dialog.open()

    def _on_kept(self, path: Path, name: str) -> None:
        self._list_owners()
        self.chooser.select("recipe", name)
        self.go_back_to_the_owner()
        self.desk.settings.show_kept(name, path)

    def _follow_state(self) -> None:
        owner = self.chooser.current
        changed = owner is not None and owner.preprocessing != self._settings
        self.chooser.show_settings(self._settings, changed=changed)
        self.desk.settings.set_owner(
            owner.title if owner else "",
            changed=changed,
            usable=self._settings.remove_scopeguide,
        )

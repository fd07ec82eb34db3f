"""All keys of the app: for the palette, and to check those a user sets."""

import difflib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import KEY_NAME_REPLACEMENTS, Keys
from textual.screen import Screen

from corpus.errors import UserError
from corpus.locations import settings_file
from qa.widgets.citation_view import CitationView
from qa.widgets.confirm_dialog import ConfirmDialog
from qa.widgets.desk import Desk
from qa.widgets.file_list import FileList
from qa.widgets.key_bar import PALETTE
from qa.widgets.library import Library, LibraryFilter
from qa.widgets.past import PastConversations
from qa.widgets.path_dialog import PathDialog
from qa.widgets.pins import Pins
from qa.widgets.question_box import QuestionBox
from qa.widgets.source_view import SourceView
from qa.widgets.welcome import Opener

PARTS: tuple[type[DOMNode], ...] = (
    QuestionBox, Desk, CitationView, SourceView, Library, LibraryFilter, FileList, Pins, Opener,
    PastConversations, PathDialog, ConfirmDialog,
)  # fmt: skip
"""The parts of the app that have keys of their own."""

_MODIFIERS = {"ctrl", "shift", "alt", "super", "hyper", "meta"}
_NAMES = {key.value.rpartition("+")[2] for key in Keys} | set(KEY_NAME_REPLACEMENTS.values())


def own_bindings(part: type[DOMNode]) -> Iterator[Binding]:
    """The bindings a class itself declares."""
    for binding in part.__dict__.get("BINDINGS", ()):
        if isinstance(binding, Binding):
            yield binding


def palette_commands(screen: Screen[object]) -> Iterator[SystemCommand]:
    """A command for every binding with a tooltip, of all parts on the screen, whichever has the focus."""
    nodes = [screen.app, *(node for node in screen.walk_children() if isinstance(node, PARTS))]
    seen: set[str] = set()
    for node in nodes:
        for binding in (each for part in type(node).__mro__ for each in own_bindings(part)):
            if binding.id and binding.id not in seen and binding.tooltip and binding.id != PALETTE:
                seen.add(binding.id)
                keys = screen.app._keymap.get(binding.id, binding.key)
                about = " · ".join(filter(None, (node.BINDING_GROUP_TITLE, keys.replace(",", " or "))))
                yield SystemCommand(binding.tooltip, about, partial(screen.app.run_action, binding.action, node))


def keys_shown(app: App[None]) -> dict[str, str]:
    """Id -> how its first key is shown, with those a user set."""
    shown: dict[str, str] = {}
    parts = (*(part for part in type(app).__mro__ if issubclass(part, DOMNode)), *PARTS)
    for binding in (each for part in parts for each in own_bindings(part)):
        key = app._keymap.get(binding.id or "", binding.key).split(",")[0]
        shown[binding.id or ""] = app.get_key_display(replace(binding, key=key))
    return shown


def check_keymap(keys: Mapping[str, str], app: type[App[None]]) -> None:
    """Raises UserError naming the first id or key that does not exist."""
    parts = (*(part for part in app.__mro__ if issubclass(part, DOMNode)), *PARTS)
    known = [binding.id for part in parts for binding in own_bindings(part) if binding.id]
    for name, value in keys.items():
        if name not in known:
            nearest = difflib.get_close_matches(name, known, 1)
            raise UserError(
                f"{settings_file()}: keys: nothing is called {name!r}",
                hint=f"did you mean {nearest[0]!r}?" if nearest else f"known: {', '.join(known)}",
            )
        for key in value.split(","):
            if not is_key(key.strip()):
                raise UserError(
                    f"{settings_file()}: keys: {name} = {value!r}: no key is called {key.strip()!r}",
                    hint=f'{name} = "f6" or "ctrl+t" or "ctrl+t,f6"',
                )


def is_key(name: str) -> bool:
    """Whether a terminal can send it: a character or a key's name, after any modifiers.

    is_key("ctrl+t") and is_key("?") and is_key("question_mark") -> True
    """
    *modifiers, key = name.split("+") if len(name) > 1 else [name]
    if not set(modifiers) <= _MODIFIERS:
        return False
    if len(key) == 1:
        return key.isprintable()
    try:
        unicodedata.lookup(key.replace("_", " "))
    except KeyError:
        return key in _NAMES
    return True

"""The keys of what is in focus, in the last row."""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

ALWAYS = ("app.escape", "app.help", "past.close", "dialog.close", "confirm.close")
"""Bindings shown however little room there is: they lead to what is not."""

PALETTE = "app.palette"
"""The binding that leads to all others."""


class KeyBar(Widget):
    """As many keys as there is room for, none of them cut; where room is left, those with `show=False` too.

    All are in the palette and, with F1, in the help. A click does what the key does."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"keys--key"}

    def on_mount(self) -> None:
        self.auto_links = False  # the colour of links would hide that of the keys
        self.screen.bindings_updated_signal.subscribe(self, lambda screen: self.refresh())

    def render(self) -> Content:
        active = [each.binding for each in self.screen.active_bindings.values()]
        palette = self._palette(active)
        room = self.size.width - palette.cell_length
        keys = Content("").join(self._fitting(active, room))
        return Content.assemble(keys, " " * (room - keys.cell_length), palette)

    def _palette(self, active: Sequence[Binding]) -> Content:
        """The key to all others, at the end of the row; nothing where a dialog takes the keys."""
        for binding in active:
            if binding.id == PALETTE:
                return self._item(binding.key, self.app.get_key_display(binding), binding.description)
        return Content("")

    @property
    def _gap(self) -> int:
        """Before each key; the blank after the one before it is enough where room is scarce."""
        return 0 if self.screen.has_class("-narrow") else 1

    def _fitting(self, active: Sequence[Binding], room: int) -> list[Content]:
        """The keys that fit, those of the part in focus first."""
        bindings: dict[str, Binding] = {}
        for binding in active:
            if binding.id and binding.tooltip and binding.id != PALETTE:
                bindings.setdefault(binding.action, binding)
        kept = set()
        for binding in sorted(bindings.values(), key=_rank):
            width = cell_len(self.app.get_key_display(binding)) + cell_len(binding.description) + 2 + self._gap
            if width <= room:
                kept.add(binding.id)
                room -= width
        return [
            self._item(binding.key, self.app.get_key_display(binding), binding.description)
            for binding in sorted(bindings.values(), key=_place)
            if binding.id in kept
        ]

    def _item(self, key: str, shown: str, about: str) -> Content:
        item = Content.assemble(" " * self._gap, (shown, self.get_visual_style("keys--key")), f" {about} ")
        return item.stylize(Style.from_meta({"@click": f"app.simulate_key({key!r})"}))


def _rank(binding: Binding) -> int:
    """Which are kept: the lowest first."""
    return 0 if binding.id in ALWAYS else 1 if binding.show else 2


def _place(binding: Binding) -> tuple[bool, bool]:
    """Where one stands among those kept: what is always there comes last but for what there is only room for."""
    return not binding.show, (binding.id or "").startswith("app.")

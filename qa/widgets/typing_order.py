"""An app in which typing is safe: keys are dealt with one after the other, and letters go to where they can be typed."""

from collections import deque
from time import monotonic
from typing import Protocol, runtime_checkable

from textual import on
from textual.app import App
from textual.events import Event, Key, Paste
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

RETRY_SECONDS = 0.02
PATIENCE_SECONDS = 3.0
"""A part of the screen that is gone, or hangs, holds up what is typed no longer than this."""


@runtime_checkable
class HasTypingBox(Protocol):
    """A part of the screen with a box of its own for what is typed while it has the focus."""

    @property
    def typing_box(self) -> Widget: ...


class KeyDone(Message):
    """Follows a key through the same queues up to the app: where it arrives, whatever the key is bound to was done."""

    def __init__(self, part: Widget) -> None:
        """`part`: what was given the key."""
        super().__init__()
        self.part = part
        self.set_sender(part)  # sent in the name of the app it would go no further than to the screen


class TypingApp(App[None]):
    """Textual hands a key to the part in focus without waiting for what the keys before it do: one that opens a dialog or
    clears a conversation is overtaken by those behind it."""

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[Key | Paste] = deque()
        """What was typed and not yet handed on."""

        self._awaited: KeyDone | None = None
        """For the key handed on last, until it is done."""

        self._given_at = monotonic()
        self._will_retry = False

    async def on_event(self, event: Event) -> None:
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            self._typed.append(self._as_meant(event))
            await self._hand_on()
        else:
            await super().on_event(event)

    def _as_meant(self, event: Key | Paste) -> Key | Paste:
        """Until the app has the terminal, that sends enter as the end of a line, as ctrl+j does ever after."""
        is_early = not self.screen_stack or not self.screen.is_mounted
        return Key("enter", "\r") if is_early and isinstance(event, Key) and event.key == "ctrl+j" else event

    @on(KeyDone)
    async def go_on(self, event: KeyDone) -> None:
        if event is self._awaited:  # one that was given up may come late
            self._awaited = None
            await self._hand_on()

    async def _retry(self) -> None:
        self._will_retry = False
        await self._hand_on()

    async def _hand_on(self) -> None:
        while self._typed and not self._is_waiting():
            event = self._typed.popleft()
            self._focus_text(event)
            if isinstance(event, Paste) and isinstance(self.focused, Input):
                event.text = " ".join(event.text.split())  # an input would take the first line only
            await super().on_event(event)
            if not self.is_running or not self.screen_stack:
                return
            # A key that was forwarded changed nothing yet, so the part in focus is what was given it.
            self._awaited, self._given_at = KeyDone(self.focused or self.screen), monotonic()
            self._awaited.part.post_message(self._awaited)
        if self._typed and not self._will_retry:
            self._will_retry = True
            self.set_timer(RETRY_SECONDS, self._retry)

    def _is_waiting(self) -> bool:
        if monotonic() - self._given_at > PATIENCE_SECONDS:
            return False
        return not self.screen.is_mounted or (self._awaited is not None and self._awaited.part.is_running)

    def _focus_text(self, event: Key | Paste) -> None:
        """Before something is typed that is no command of the part in focus: to the box of the part it is in, to the
        question box, or to a dialog's input."""
        if isinstance(self.focused, Input | TextArea):
            return
        if isinstance(event, Key) and (not event.is_printable or event.key in self.screen.active_bindings):
            return
        around = self.focused.ancestors_with_self if self.focused else ()
        boxes: list[Widget] = [part.typing_box for part in around if isinstance(part, HasTypingBox)]
        boxes += [*self.screen.query(TextArea), *self.screen.query(Input)]
        if boxes:
            self.screen.set_focus(boxes[0])  # `Widget.focus` would do it only after the key has gone elsewhere

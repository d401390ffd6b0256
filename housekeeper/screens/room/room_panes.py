"""The three panes of the room screen: the room's facts, its guest, and its history."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from housekeeper.core.rooms.room_record import Dossier
from housekeeper.screens.room.reply_line import ReplyLine
from housekeeper.screens.room.room_text import (
    Telling,
    conversation_table,
    facts_table,
    history_table,
    order_line,
)
from housekeeper.screens.widgets.header import WAITING_GLYPH
from housekeeper.screens.widgets.row_list import Row, RowList
from housekeeper.screens.widgets.text_input import TextLine

_LABELS = {"facts": "Room", "guest": "Guest", "history": "History"}


class Pane(VerticalScroll):
    """A part of the screen that scrolls by keys when it has the focus."""


class PaneTabs(Horizontal):
    """The panes as tabs, for terminals in which they do not fit side by side."""

    DEFAULT_CSS = """
    PaneTabs Button { min-width: 0; padding: 0 2; background: $panel; color: $text-muted; }
    PaneTabs Button.-shown { color: $primary; text-style: bold underline; }
    """

    def compose(self) -> ComposeResult:
        """A tab for each pane."""
        for pane, label in _LABELS.items():
            tab = Button(
                Content(label), id=f"tab-{pane}", compact=True, action=f"screen.show('{pane}')"
            )
            tab.can_focus = False
            yield tab

    def count(self, dossier: Dossier) -> None:
        """Say on the tabs how many of the guest's messages and orders wait."""
        counts = {"guest": dossier.room.requests_waiting}
        for pane, label in _LABELS.items():
            count = counts.get(pane)
            tab = self.query_one(f"#tab-{pane}", Button)
            tab.label = Content(f"{label} {WAITING_GLYPH} {count}" if count else label)
            tab.refresh(layout=True)

    def mark(self, shown: str) -> None:
        """Mark the tab of the pane that is shown."""
        for pane in _LABELS:
            self.query_one(f"#tab-{pane}").set_class(pane == shown, "-shown")


class RoomPanes(Horizontal):
    """Facts, guest and history; Tab goes through their parts, in a narrow terminal one by one.

    `reply_line` is the one in which the guest is answered; `key_of_pin` is named where the PIN is
    hidden. The order under the cursor is told whole where its row is too short for it.
    """

    DEFAULT_CSS = """
    RoomPanes Pane, RoomPanes #guest { background: $surface; padding: 0 1; height: 100%; }
    RoomPanes Pane { scrollbar-size-vertical: 1; }
    RoomPanes Pane { scrollbar-color: $foreground 55%; scrollbar-background: $surface; }
    RoomPanes Pane:focus { background-tint: $primary 5%; }
    RoomPanes .head { height: 1; color: $text-muted; text-style: bold; }
    RoomPanes #messages { height: 1fr; padding: 0; }
    RoomPanes #orders { max-height: 6; margin-bottom: 1; }
    RoomPanes #orders-head { display: block; height: 1; }
    RoomPanes #order-words { display: none; max-height: 6; margin-bottom: 1; }
    RoomPanes #order-words.-needed { display: block; }
    RoomPanes #reply-line { display: none; }
    """

    def __init__(self, reply_line: ReplyLine, key_of_pin: str, id: str) -> None:
        super().__init__(id=id)
        self.reply_line = reply_line
        self._key_of_pin = key_of_pin

    def compose(self) -> ComposeResult:
        """The three panes, in the guest's also orders, conversation and reply."""
        with Pane(id="facts", classes="-shown"):
            yield Static(Content("ROOM"), classes="head")
            yield Static(Content("Reading the room…"), id="facts-words")
        with Vertical(id="guest"):
            yield Static(Content("OPEN ORDERS"), id="orders-head", classes="head")
            yield RowList(id="orders")
            yield Static(id="order-words")
            yield Static(Content("CONVERSATION"), classes="head")
            with Pane(id="messages"):
                yield Static(id="messages-words")
            yield self.reply_line
        with Pane(id="history"):
            yield Static(Content("HISTORY"), classes="head")
            yield Static(id="history-words")

    @property
    def reply(self) -> TextLine:
        """The line in which the guest is answered."""
        return self.reply_line.line

    @property
    def order(self) -> str | None:
        """The id of the order under the cursor."""
        return self.query_one("#orders", RowList).key

    def show(self, dossier: Dossier, telling: Telling, pin: str | None) -> None:
        """Tell everything about a room; the PIN only where it was asked for."""
        facts = facts_table(dossier, telling, pin, self._key_of_pin)
        self.query_one("#facts-words", Static).update(facts)
        conversation = conversation_table(dossier, telling)
        self.query_one("#messages-words", Static).update(conversation)
        self.query_one("#history-words", Static).update(history_table(dossier, telling))
        self.query_one("#orders", RowList).set_rows(
            Row(str(order.id), Content(order_line(order, telling))) for order in dossier.orders
        )
        self.call_after_refresh(self.tell_order_whole)

    def clear(self) -> None:
        """Tell of no room any more, until the next one is read."""
        for part in ("messages-words", "history-words", "order-words"):
            self.query_one(f"#{part}", Static).update(Content(""))
        self.query_one("#facts-words", Static).update(Content("Reading the room…"))
        self.query_one("#orders", RowList).set_rows(())
        self.reply_line.begin(None)

    @on(RowList.Moved, "#orders")
    def tell_order_whole(self) -> None:
        """Tell the order under the cursor whole, where its row cuts it."""
        orders, whole = self.query_one("#orders", RowList), self.query_one("#order-words", Static)
        key = orders.key
        row = next((row for row in orders.rows if row.key == key), None) if key else None
        is_cut = row is not None and 0 < orders.size.width <= row.content.cell_length
        whole.set_class(is_cut, "-needed")
        if row is not None and is_cut:
            whole.update(Content(orders.words_of(row.key or "")))

    @property
    def is_at_newest(self) -> bool:
        """Whether the reader stands at the conversation's end."""
        pane = self.query_one("#messages", Pane)
        return pane.scroll_offset.y >= pane.max_scroll_y - 1

    def follow_newest(self, before: Dossier | None) -> bool:
        """Go to a new message, unless the reader has scrolled back to older ones: then False."""
        if before is not None and before.messages and not self.is_at_newest:
            return False
        self.call_after_refresh(self.go_to_newest)
        return True

    def go_to_newest(self) -> None:
        """Scroll to the newest message."""
        self.query_one("#messages", Pane).scroll_end(animate=False)

    # Focus

    def pane_of(self, widget: Widget) -> str | None:
        """The name of the pane in which a widget is."""
        ancestors = widget.ancestors_with_self
        return next((node.id for node in ancestors if node.id in _LABELS), None)

    def show_pane(self, shown: str) -> None:
        """Show this pane in a narrow terminal, and no other."""
        for pane in _LABELS:
            self.query_one(f"#{pane}").set_class(pane == shown, "-shown")

    def focus_on(self, target: str) -> None:
        """Let this part have the keys."""
        widget = self.query_one(f"#{target}")
        pane = self.pane_of(widget)
        if pane is not None:
            # A hidden widget takes no focus, so its pane is shown first.
            self.query_one(f"#{pane}").add_class("-shown")
        self.screen.set_focus(widget)

    def focus_next(self, step: int, may_answer: bool, has_orders: bool) -> None:
        """Let the next part have the keys, or with -1 the one before."""
        parts = ["facts", "messages", "history"]
        if may_answer:
            parts.insert(2, "reply")
        if has_orders:
            parts.insert(1, "orders")
        focused = self.screen.focused
        here = focused.id if focused is not None else None
        index = parts.index(here) if here in parts else -1
        self.focus_on(parts[(index + step) % len(parts)])

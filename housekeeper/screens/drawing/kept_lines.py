"""The lines that Textual keeps of a widget, to paint them again without drawing them."""

from textual.widget import Widget


def forget_kept_lines(widget: Widget) -> None:
    """Have a widget drawn anew when it is painted next, without asking for that to happen."""
    widget._set_dirty()

"""One more person who works here: code, name and role."""

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from housekeeper.core.errors import InvalidInput
from housekeeper.core.staff.manage import NAME_LIMIT, new_staff
from housekeeper.core.staff.staff import Role, Staff
from housekeeper.screens.opening.form_dialog import FormDialog
from housekeeper.screens.widgets.dialog import button, field
from housekeeper.screens.widgets.text_input import TextLine


def whole_role(begun: str) -> str:
    """The one role that begins so, or what was typed."""
    wanted = begun.strip().casefold().replace("-", "_").replace(" ", "_")
    meant = [role.value for role in Role if wanted and role.value.startswith(wanted)]
    return meant[0] if len(meant) == 1 else begun


class AddPersonDialog(FormDialog[Staff]):
    """Gives the person to add, or None. `typed` and `fault` are of a try that was refused."""

    LINES = ("code", "name", "role")
    AUTO_FOCUS = "#code"

    def __init__(self, fault: str = "", typed: Staff | None = None) -> None:
        super().__init__("A person who works here", fault)
        self._typed = typed

    def compose_body(self) -> ComposeResult:
        """The three lines."""
        code, name, role = ("", "", "")
        if self._typed is not None:
            code, name, role = self._typed.code, self._typed.name, self._typed.role.value
        yield field("Staff code", TextLine(code, placeholder="short, such as ana", id="code"))
        yield field(
            "Name",
            TextLine(name, placeholder="as the history shows it", id="name", max_length=NAME_LIMIT),
        )
        yield field("Role", TextLine(role, placeholder="attendant, if left empty", id="role"))
        roles = ", ".join(one.label for one in Role)
        yield Static(Content(f"Roles: {roles}; the first letters do."), classes="hint quiet")

    def compose_buttons(self) -> Iterable[Button]:
        """Go on to the next line, and add the person."""
        yield button("Add", "enter", "screen.add", "add")

    def action_add(self) -> None:
        """Answer, or say what is wrong; what is typed stays."""
        code, name, role = (self.query_one(f"#{line}", TextLine).value for line in self.LINES)
        try:
            person = new_staff(code, name, whole_role(role) or Role.ATTENDANT.value)
        except InvalidInput as error:
            self.say(str(error))
            empty = next(
                (
                    line
                    for line, text in zip(self.LINES, (code, name), strict=False)
                    if not text.strip()
                ),
                None,
            )
            if empty is not None:
                self.query_one(f"#{empty}", TextLine).focus()
        else:
            self.dismiss(person)

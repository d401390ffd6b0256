"""A file of reasons for a failed inspection: digit, reason."""

from pathlib import Path

from housekeeper.core.imports.whole_file import Fault
from housekeeper.core.inspection.fail_reasons import DIGITS, REASON_LIMIT, ReasonRow
from housekeeper.files.check_cells import CellChecks
from housekeeper.files.file_form import PLAIN_FORM, FileForm
from housekeeper.files.read_csv import read_table

COLUMNS = ("digit", "reason")


def read_reasons(path: Path, form: FileForm = PLAIN_FORM) -> tuple[list[ReasonRow], list[Fault]]:
    """The rows that can be read, and a fault for each cell that cannot.

    Raises `InvalidInput` for a file that is no table of reasons.
    """
    faults: list[Fault] = []
    table = read_table(path, COLUMNS, (), faults, form)
    checks = CellChecks(faults, table.columns)
    rows = []
    for line, (digit, reason) in table.rows:
        checks.line = line
        before = len(faults)
        row = ReasonRow(
            line,
            checks.whole("digit", digit, DIGITS[0], DIGITS[-1]),
            checks.code("reason", reason, REASON_LIMIT),
        )
        if len(faults) == before:
            rows.append(row)
    return rows, faults

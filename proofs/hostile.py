"""What someone who means harm types, imports or sends: texts and files, by family."""

from collections.abc import Iterator
from random import Random

MARKER = "HKFZ"
"""Stands in every planted sequence, so that it can be found again among the board's own."""

SEQUENCES = {
    "colour": f"\x1b[41;5;97m{MARKER}",
    "clear": f"\x1b[2J\x1b[3J{MARKER}",
    "move": f"\x1b[7;77H{MARKER}",
    "title": f"\x1b]0;{MARKER}\x07",
    "clipboard": f"\x1b]52;c;{MARKER}\x07",
    "link": f"\x1b]8;;http://{MARKER}/\x1b\\{MARKER}",
    "report": f"\x1b[6n\x1b[c{MARKER}",
    "mouse": f"\x1b[?1003h{MARKER}",
    "alternate screen": f"\x1b[?1049l{MARKER}",
    "device control": f"\x1bP{MARKER}\x1b\\",
    "one-byte introducer": f"\x9b31m{MARKER}\x9d0;{MARKER}\x9c",
    "charset": f"\x1b(0\x0e{MARKER}\x0f",
    "overwriting": f"paid\b\b\b\b{MARKER}\r{MARKER}\x7f",
    "bell": f"\x07\x07{MARKER}",
    "lines": f"{MARKER}\n\x0b\x0c\x85\u2028\u2029{MARKER}",
    "right to left": f"\u202e{MARKER}\u202c\u2066{MARKER}\u2069\u200f",
    "zero width": f"{MARKER}\u200b\u2060\ufeff\u00ad{MARKER}",
    "fillers and selectors": f"{MARKER}\u034f\u115f\u3164\uffa0\ufe0f\ufe01\U000e0100{MARKER}",
    "joiners": f"{MARKER}\u200d\u200c{MARKER}",
    "tags": f"{MARKER}\U000e0041\U000e007f",
    "private and unassigned": f"{MARKER}\ue000\U000f0000\ufdd0\uffff",
}
"""Texts that would steer a terminal, or mislead who reads, if they were written as they are."""

MARKUP = (
    f"[@click=app.quit]{MARKER}[/]",
    f"[bold red]{MARKER}[/bold red]",
    f"[/]{MARKER}[/not-open]",
    f"[link=file:///etc/passwd]{MARKER}[/link]",
    f"\\[{MARKER}[[]]",
    f"${{{MARKER}}}{{}}%s%(x)s",
)
FORMULAS = (
    f"=cmd|'/c calc'!{MARKER}",
    f"+{MARKER}",
    f"-2+3+{MARKER}",
    f"@SUM({MARKER})",
    f"\t={MARKER}",
    f"\r={MARKER}",
    f"\n={MARKER}",
    f" ={MARKER}",
    f"\u200b={MARKER}",
    f"＝{MARKER}",
    f'"={MARKER}","={MARKER}',
    f"x;={MARKER}",
    f"x\t={MARKER}",
    f'x; "+{MARKER}',
)
NO_TEXT = (f"{MARKER}\0", f"\ud800{MARKER}", f"{MARKER}\udcff")
"""What no database keeps: NUL and half surrogate pairs."""

ODD = (
    "",
    " ",
    "--",
    "-",
    "--help",
    "0",
    "-1",
    "9" * 400,
    "1e999",
    "٣٤",
    "²",
    "NaN",
    "null",
    "'; DROP TABLE room; --",
    "../../etc/passwd",
    "%00",
    "a\u0301" * 300,
    "\u0301" * 500,
    "ﷺ" * 40,
    "👨\u200d👩\u200d👧\u200d👦" * 20,
    "İ" * 33,
    "ß" * 33,
    "101-999999999",
    "1-" * 20,
    "0001-01-01",
    "9999-12-31",
    "2015-02-30",
    "24:00",
    "23:59:59.999999+14:00",
)
MEGABYTE = f"{MARKER}\x1b]0;" + "x" * 1_000_000
_PIECES = (
    *(chr(code) for code in (*range(1, 32), 127, *range(0x80, 0xA0))),
    *"\u00ad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff",
    *"[]()/\\;:=+-@,'\"\t \u3000\u0301\u200d中👍é",
    *("[31m", "]0;", "[@click=app.quit]", "[/]", MARKER),
)


def texts() -> list[str]:
    """Every text of every family but the megabyte."""
    return [*SEQUENCES.values(), *MARKUP, *FORMULAS, *NO_TEXT, *ODD]


def random_text(random: Random) -> str:
    """A text put together of what is dangerous, up to fifty pieces long."""
    return "".join(random.choice(_PIECES) for _ in range(random.randint(1, 50)))


def planted() -> list[str]:
    """Texts that a database can keep, for every field that is shown."""
    return [*SEQUENCES.values(), *MARKUP]


def encoded(table: str) -> Iterator[tuple[str, bytes]]:
    """One table as files that programs of offices write, and what they are."""
    yield "UTF-16 with mark", table.encode("utf-16")
    yield "UTF-16 without mark", table.encode("utf-16-le")
    yield "UTF-32", table.encode("utf-32")
    yield "Latin-1", table.replace("East", "Öst").encode("latin-1", "replace")
    yield "Shift-JIS", table.replace("East", "東館").encode("shift-jis", "replace")
    yield "Windows-1252", table.replace("East", "“East”").encode("cp1252", "replace")
    yield "lone bytes", table.encode().replace(b"East", b"\xff\xfe\x80")
    yield "half a character at the end", table.encode() + "é".encode()[:1]
    yield "surrogates in UTF-8", table.encode().replace(b"East", b"\xed\xa0\x80")


def broken(table: str, random: Random) -> Iterator[tuple[str, bytes]]:
    """One good table made wrong in every way that files go wrong, and at random."""
    header, *lines = table.splitlines()
    body = "\n".join(lines)
    yield from encoded(table)
    yield "empty", b""
    yield "blank", b"\n\n  \n"
    yield "a NUL", table.replace("East", "Ea\0st").encode()
    yield "NULs alone", b"\0" * 4096
    yield "no header", body.encode()
    yield "a column too many", f"{header},more\n{body}".encode()
    yield "a column twice", f"{header},{header}\n{body}".encode()
    yield "a column missing", f"{header.rpartition(',')[0]}\n{body}".encode()
    yield "other columns", f"a,b,c,d\n{body}".encode()
    yield "hostile columns", f"{header},{SEQUENCES['title']}\n{body}".encode()
    yield "a short row at the end", f"{table}\nonly".encode()
    yield "a long row at the end", f"{table}\n{'x,' * 40}".encode()
    yield "a quotation mark never closed", f'{table}\n"{lines[0]}'.encode()
    yield "a quotation mark inside", f'{table}\nEa"st{lines[0]}'.encode()
    yield "a megabyte in a cell", f"{table}\n{MEGABYTE},{lines[0]}".encode()
    yield "a megabyte without an end", (header + "\n" + "x" * 1_000_000).encode()
    yield "tabs for commas", table.replace(",", "\t").encode()
    yield "carriage returns alone, cut", table.replace("\n", "\r").encode()[:-8]
    yield "a last row twice", f"{table}\n{lines[-1]}\n{lines[-1]}".encode()
    for text in texts():
        cell = text.replace('"', '""')
        wrong = f'{table}\n"{cell}"{lines[0][lines[0].index(",") :]}'
        yield f"a cell {ascii(text)[:24]}", wrong.encode("utf-8", "surrogatepass")
    while True:
        content = bytearray(table.encode())
        for _ in range(random.randint(1, 8)):
            place = random.randrange(len(content))
            match random.randrange(3):
                case 0:
                    content[place] = random.randrange(256)
                case 1:
                    content[place:place] = random_text(random).encode()
                case _:
                    del content[place : place + random.randint(1, 20)]
        yield "bytes changed at random", bytes(content)

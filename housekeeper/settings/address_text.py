"""Addresses of databases as they may be shown: never with a password, however it is written."""

import re

MASK = "********"

_BEFORE = re.compile(r"[^\w/.~:]+")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_FILE = re.compile(r"sqlite(?:\+\w+)?://(?:/|$)", re.IGNORECASE)
_MISSPELT = re.compile(r"postgres\w*(?:\+\w+)?:", re.IGNORECASE)
_AFTER_LOGIN = re.compile(r"(?P<hosts>[^/?]*)(?P<path>/[^?]*)?(?:\?(?P<query>.*))?", re.DOTALL)
_HOST = re.compile(r"(?:\[[^\[\]@]*\]|[^:\[\]@]*)(?::[0-9]*)?")
_GIVEN = re.compile(r"((?:passw\w*|pwd)\s*=).*", re.IGNORECASE | re.DOTALL)
_LOGIN_IN_TEXT = re.compile(r"(\b[a-z][a-z0-9+.-]*:/+)\S*@", re.IGNORECASE)
_GIVEN_IN_TEXT = re.compile(r"((?:passw\w*|pwd)=)[^\s'\"]*", re.IGNORECASE)


def without_password(address: str) -> str:
    """The address of a database with its passwords masked; a path as it is.

    Signs and spaces that were pasted before an address make no path of it. Where nobody can
    tell where a password ends, all is masked that it could be.
    """
    before = _BEFORE.match(address)
    if before is not None:
        return before[0] + without_password(address[before.end() :])
    scheme = _SCHEME.match(address)
    if scheme is None:
        if "://" in address:
            return MASK
        if _MISSPELT.match(address):
            return address.partition(":")[0] + f":{MASK}"
        return _GIVEN.sub(rf"\1{MASK}", address)
    if _FILE.match(address):
        return address
    login, rest = _split_login(address[scheme.end() :])
    if not is_unmistakable(address):
        login, _, rest = address[scheme.end() :].rpartition("@")
        if not login or not is_unmistakable(f"x://{rest}") or _has_password(address):
            return scheme[0] + MASK
    parts = _AFTER_LOGIN.fullmatch(rest)
    query = None if parts is None else _shown_query(parts["query"])
    if parts is None or query is None or _has_password(rest.partition("?")[0]):
        return scheme[0] + MASK
    user, colon, _ = login.partition(":")
    if _has_password(user):
        return scheme[0] + MASK
    shown = f"{user}:{MASK}@" if colon else f"{user}@" if login else ""
    return f"{scheme[0]}{shown}{parts['hosts']}{parts['path'] or ''}{query}"


def is_unmistakable(url: str) -> bool:
    """Whether it is plain where in a URL a password ends and the server's name begins.

    An `@` or `/` of a password that is not written as %40 or %2F moves that place, and the
    driver would tell people the rest of the password as the name of a server.
    """
    _, rest = _split_login(url.partition("://")[2])
    parts = _AFTER_LOGIN.fullmatch(rest)
    if parts is None or "@" in (parts["path"] or ""):
        return False
    return all(map(_HOST.fullmatch, parts["hosts"].split(",")))


def without_passwords(text: str) -> str:
    """A sentence in which an address may stand, with what could be a password masked."""
    return _GIVEN_IN_TEXT.sub(rf"\1{MASK}", _LOGIN_IN_TEXT.sub(rf"\1{MASK}@", text))


def _split_login(rest: str) -> tuple[str, str]:
    """User and password, and what comes after them, as libpq tells them apart."""
    login, at, after = rest.partition("@")
    return (login, after) if at and "/" not in login else ("", rest)


def _shown_query(query: str | None) -> str | None:
    """The parameters up to a password, and it masked; None where they are none."""
    if query is None:
        return ""
    shown: list[str] = []
    for parameter in query.split("&"):
        name, equals, _ = parameter.partition("=")
        if not equals:
            return None
        if _has_password(parameter):
            # What follows may be the end of a password with an & in it.
            return "?" + "&".join([*shown, f"{name}={MASK}"])
        shown.append(parameter)
    return "?" + "&".join(shown)


def _has_password(text: str) -> bool:
    """Whether a password is given by its name in a text as the driver reads it."""
    # Only here: a URL has seldom any parameters.
    from urllib.parse import unquote

    return _GIVEN.search(unquote(text)) is not None

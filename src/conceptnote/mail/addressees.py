"""From the rows of a list of recipients to the addressees of drafts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.headerregistry import Address

from msgspec import Struct

from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location, Severity, did_you_mean
from conceptnote.schema.recipients import Recipients, Row
from conceptnote.textfolding import slug

_NAMES = ("email", "e_mail", "mail", "email_address", "e_mail_address")
"""The names of the column with addresses; otherwise the one column with an @ in its cells."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")  # RFC 5322, 3.2.3
_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}")  # RFC 1123, 2.1
_LONGEST, _LONGEST_LOCAL = 254, 64  # RFC 5321, 4.5.3.1
_LONGEST_NAME = 200
MOST = 500
"""The most drafts of one run: nobody checks more."""


class Addressee(Struct, frozen=True):
    """An addressee of a draft; `key` is a part of the file's name, and `language` one of the event's."""

    key: str
    address: Address
    name: str = ""
    salutation: str = ""
    language: str | None = None


def address_of(text: str, name: str = "") -> Address:
    """A mailbox (RFC 5322, 3.4), its domain in ASCII (RFC 5891). Raises ValueError for anything else."""
    local, at, domain = text.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        raise ValueError(text) from None
    whole = f"{local}@{domain}"
    if not at or len(whole) > _LONGEST or len(local) > _LONGEST_LOCAL:
        raise ValueError(text)
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(domain):
        raise ValueError(text)
    return Address(name, local, domain)


def addressees(rows: Recipients, languages: Sequence[str]) -> tuple[list[Addressee], list[Diagnostic]]:
    """The addressees on a list, each address once, and warnings about duplicates.

    Raises DiagnosticError with all mistakes: no column of addresses, or more than one, a wrong address, a language that
    the event does not have.
    """
    if len(rows.rows) > MOST:
        hint = "split it into several lists"
        raise _wrong(f"the list has {len(rows.rows)} rows; at most {MOST} drafts are possible", rows.head, hint)
    column = _column(rows)
    found: dict[str, Addressee] = {}
    problems: list[Diagnostic] = []
    for number, row in enumerate(rows.rows, start=1):
        one = _addressee(row, number, column, languages)
        if isinstance(one, Diagnostic):
            problems.append(one)
        elif (spec := one.address.addr_spec.casefold()) in found:
            message = f"row {row.number}: {one.address.addr_spec} is in the list already, and gets one draft"
            problems.append(_doubtful(message, row.location))
        else:
            found[spec] = one
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise DiagnosticError(*problems)
    return list(found.values()), problems


def _column(rows: Recipients) -> str:
    named = [column for column in rows.columns if column in _NAMES]
    found = named or [one for one in rows.columns if any("@" in row.cells.get(one, "") for row in rows.rows)]
    if len(found) == 1:
        return found[0]
    if not found:
        message, hint = "the list has no column of e-mail addresses", "name it “email” in the first row"
    else:
        message = f"the list has several columns of e-mail addresses: {', '.join(found)}"
        hint = "name the right one “email”, or delete the others"
    raise _wrong(message, rows.head, hint)


def _addressee(row: Row, number: int, column: str, languages: Sequence[str]) -> Addressee | Diagnostic:
    text = row.cells.get(column, "")
    name = " ".join(row.cells.get("name", "").split())
    wanted = row.cells.get("language", "")
    language = next((tag for tag in languages if tag.casefold() == wanted.casefold()), None)
    salutation = " ".join(row.cells.get("salutation", "").split())
    if wanted and language is None:
        hint = did_you_mean(wanted, languages, listing="the event has")
        return _problem(f"row {row.number}: the event has no papers in “{wanted}”", row.location, hint)
    if max(len(name), len(salutation)) > _LONGEST_NAME:
        hint = f"shorten it to {_LONGEST_NAME} characters"
        return _problem(f"row {row.number}: the name or salutation is too long", row.location, hint)
    titled = " ".join(part for part in (row.cells.get("honorific", ""), name) if part)
    try:
        address = address_of(text, name)
    except ValueError:
        shown = " ".join(text.split())[:60]
        message = f"“{shown}” is not an e-mail address" if shown else "the e-mail address is missing"
        return _problem(f"row {row.number}: {message}", row.location, "write one address: name@example.org")
    # A list may be in any script; if the name cannot be in the file's name, the address is.
    key = f"{number:03}-{(slug(name) or slug(address.username) or 'x')[:60].rstrip('-')}"
    return Addressee(key, address, titled, salutation, language)


def _wrong(message: str, at: Location, hint: str) -> DiagnosticError:
    return DiagnosticError(_problem(message, at, hint))


def _problem(message: str, at: Location, hint: str | None) -> Diagnostic:
    return Diagnostic(Code.LIST_UNREADABLE, message, at, hint=hint)


def _doubtful(message: str, at: Location) -> Diagnostic:
    return Diagnostic(Code.DRAFT_DOUBTFUL, message, at, hint="delete the row", severity=Severity.WARNING)

"""CN195, CN196 and CN197: addresses that mislead readers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conceptnote.check.event.addresses import addresses, host_of, looks_like_another
from conceptnote.check.event.context import Context
from conceptnote.check.event.rule import Remark, rule
from conceptnote.diagnostics import Severity

# For texts that do not look like addresses otherwise; all other endings of two letters are countries.
_TOPS = frozenset(["com", "org", "net", "int", "edu", "gov", "info", "eu", "africa", "asia"])
_LONGEST = 300


@rule("CN195", Severity.WARNING)
def users(context: Context) -> Iterator[Remark]:
    """A web address has a user name or a password."""
    for one in context.once(addresses):
        if one.user is not None:
            name, secret = one.user
            if secret:
                message, hint = "the address contains a password", f"remove “{name}:…@”, and change the password"
            else:
                message, hint = f"the address leads to {one.host}, not to {name}", f"remove “{name}@”"
            yield Remark(one.path, message, hint, one.before)


@rule("CN196", Severity.WARNING)
def lookalikes(context: Context) -> Iterator[Remark]:
    """A host has letters of another script that look like Latin ones.

    Names in one script are right: `вода.рф`.
    """
    for one in context.once(addresses):
        if label := looks_like_another(one.host):
            strange = next(letter for letter in label if letter.isalpha() and not letter.isascii())
            message = f"“{label}” in the address is not what it looks like: “{strange}” is U+{ord(strange):04X}"
            yield Remark(one.path, message, "type the address again, or ask who gave it to you", one.before)


@rule("CN197", Severity.WARNING)
def disguised(context: Context) -> Iterator[Remark]:
    """A link shows one address and leads to another."""
    from conceptnote.schema.commonmark import links

    for text in context.texts:
        for link in links(text.text) if text.prose and "](" in text.text else ():
            shown, leads = _shown_host(link.words.strip()), host_of(link.href)
            if (
                shown
                and leads
                and not _same(shown, leads)
                and link.words.strip().casefold() not in link.href.casefold()
            ):
                message = f"the link shows {shown}, and leads to {leads}"
                yield Remark(text.path, message, "write the address that it leads to, or words", text.text[: link.at])


def _shown_host(words: str) -> str | None:
    """The host shown by the words of a link, if they are an address."""
    if len(words) > _LONGEST or re.search(r"\s", words):
        return None
    says_so = "@" in words or re.match(r"https?://|www\.", words, re.IGNORECASE)
    host = host_of(words if "//" in words or "@" in words else f"https://{words}")
    name, _, top = host.rpartition(".")
    known = says_so or top in _TOPS or (len(top) == 2 and top.isalpha())
    return host if name and known else None


def _same(one: str, other: str) -> bool:
    """Whether two hosts are the same, or one is a subdomain of the other."""
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")

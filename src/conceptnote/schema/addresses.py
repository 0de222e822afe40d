"""Addresses: of web pages, of mailboxes and, in calendars, of events."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator

from conceptnote.schema.text import ByLanguage, Written, problem

_WEB_ADDRESS = r"https?://[^\s<>\"]+"


def _web_address(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_WEB_ADDRESS, value):
        raise problem("url", f"“{value}” is not a web address", "begin with https://")
    return value


WebAddress = Annotated[
    str, BeforeValidator(_web_address), ByLanguage(), Written("web address", f"^{_WEB_ADDRESS}$", by_language=True)
]
"""An address that begins with `https://` or `http://`."""


_LONGEST_EMAIL = 254  # RFC 5321, 4.5.3.1.3, without the brackets
_EMAIL = r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+"


def _email(value: Any) -> Any:
    if isinstance(value, str) and (len(value) > _LONGEST_EMAIL or not re.fullmatch(_EMAIL, value)):
        raise problem("email", f"“{value}” is not an e-mail address", "write it as name@example.org")
    return value


Email = Annotated[str, BeforeValidator(_email), Written("e-mail address", f"^{_EMAIL}$")]
"""An e-mail address, without a display name."""


_UID = r"[!-~]{1,255}"


def _uid(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch(_UID, value):
        hint = "use up to 255 letters a–z, digits and signs, without spaces; copy that of a calendar entry exactly"
        raise problem("uid", f"“{value}” cannot be a UID", hint)
    return value


Uid = Annotated[str, BeforeValidator(_uid), Written("UID", f"^{_UID}$")]
"""The UID of a calendar entry (RFC 5545, 3.8.4.7): visible ASCII characters."""

"""The formats of diagnostics; docs/diagnostics.md describes them."""

from __future__ import annotations

from typing import Literal, get_args

Form = Literal["text", "json", "github", "sarif"]
FORMS: tuple[Form, ...] = get_args(Form)
RESULT_FORMS = ("text", "json")
"""The formats of other results."""
FOR_MACHINES: tuple[Form, ...] = ("json", "sarif")
"""The formats that are one document, with nothing beside it."""

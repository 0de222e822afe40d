"""The forms in which diagnostics are told; docs/diagnostics.md describes them."""

from __future__ import annotations

from typing import Literal, get_args

Form = Literal["text", "json", "github", "sarif"]
FORMS: tuple[Form, ...] = get_args(Form)
RESULT_FORMS = ("text", "json")
"""The forms of a result that is not a list of diagnostics."""
FOR_MACHINES: tuple[Form, ...] = ("json", "sarif")
"""The forms that are one document, and hold nothing beside it."""

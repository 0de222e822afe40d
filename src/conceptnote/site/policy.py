"""The Content-Security-Policy of a page (W3C Content Security Policy Level 3): only its own content."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """The policy for a page with these inline styles and scripts, each by its hash.

    Data blocks such as JSON-LD are not scripts, and need no hash (HTML Living Standard, 4.12.1).
    """
    rules = {
        "default-src": ["'none'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["data:"],
        "style-src": [_hash(style) for style in styles],
        "script-src": [_hash(script) for script in scripts] or ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"

"""The example's event with the texts of a translation, as an event file in several languages or in one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "tests" / "translations"


def translated_tags() -> tuple[str, ...]:
    """The languages that the example is translated into."""
    return tuple(sorted(file.stem for file in TRANSLATIONS.glob("*.yaml")))


def translated_event(*tags: str) -> dict[str, Any]:
    """The example with papers in these languages, the main one first; `en` is its own."""
    event: dict[str, Any] = yaml.safe_load((ROOT / "data" / "event.yaml").read_text(encoding="utf-8"))
    texts = {tag: yaml.safe_load((TRANSLATIONS / f"{tag}.yaml").read_text("utf-8")) for tag in tags if tag != "en"}
    return {**_merged(event, texts, tags), "language": list(tags) if len(tags) > 1 else tags[0]}


def _merged(value: Any, texts: dict[str, Any], tags: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        further = {key for text in texts.values() for key in text if key not in value}
        of_key = {key: {tag: text[key] for tag, text in texts.items() if key in text} for key in (*value, *further)}
        return {key: _merged(value.get(key), of_key[key], tags) for key in of_key}
    if isinstance(value, list):
        at = range(len(value))
        return [_merged(value[n], {tag: text[n] for tag, text in texts.items() if n < len(text)}, tags) for n in at]
    if not texts:
        return value
    each = {tag: text for tag in tags if (text := texts.get(tag, value)) is not None}
    return each if len(tags) > 1 else each[tags[0]]

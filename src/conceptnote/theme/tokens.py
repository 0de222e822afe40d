"""What all parts of the theme file have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Tokens(BaseModel):
    """A part of the theme file: its keys are spelt with hyphens, and none is unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab)

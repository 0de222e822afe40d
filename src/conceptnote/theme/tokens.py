"""The base of all parts of the theme file."""

from pydantic import BaseModel, ConfigDict


def _kebab(name: str) -> str:
    return name.replace("_", "-")


class Tokens(BaseModel):
    """Part of the theme file: keys have hyphens, and unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=_kebab, defer_build=True)

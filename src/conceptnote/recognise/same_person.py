"""Whether a name is that of somebody who has been read before."""

from __future__ import annotations

import re

from conceptnote.recognise.draft import Draft
from conceptnote.recognise.mentioned import MentionedPerson
from conceptnote.recognise.words import fold


def known(draft: Draft, text: MentionedPerson) -> str | None:
    """The id of an existing person with the same name."""
    for identifier, person in draft.records("people").items():
        name = person["name"]
        if fold(" ".join(name.values()) if isinstance(name, dict) else name) == fold(text.name):
            return str(identifier)
    return None


def by_initials(draft: Draft, name: str) -> str | None:
    """The only person with this family name, alone or with the initials of their other names: “Асанов Б.Т.”."""
    tokens = [one for one in re.split(r"[\s.]+", fold(name)) if one]
    longer = [one for one in tokens if len(one) > 1]
    initials = [one for one in tokens if len(one) == 1]
    if len(longer) != 1:
        return None
    fitting = []
    for identifier, person in draft.records("people").items():
        whole = person["name"]
        # Without initials, the family name must be known as one.
        families = [whole["family"]] if isinstance(whole, dict) else str(whole).split()
        names = list(whole.values()) if isinstance(whole, dict) else str(whole).split()
        others = [fold(one) for one in names if fold(one) != longer[0]]
        held = longer[0] in map(fold, families) or (bool(initials) and len(others) < len(names))
        given = all(any(one.startswith(initial) for one in others) for initial in initials)
        if held and given and (initials or isinstance(whole, dict)):
            fitting.append(str(identifier))
    return fitting[0] if len(fitting) == 1 else None

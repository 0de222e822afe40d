"""CN151 to CN154: obligations to funders."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from conceptnote.check.event.context import Context
from conceptnote.check.event.held import held_roles
from conceptnote.check.event.rule import Limit, Remark, rule
from conceptnote.check.event.words import words
from conceptnote.datapath import DataPath
from conceptnote.diagnostics import Severity
from conceptnote.schema.funder import Funder, Logo
from conceptnote.units import MM_PER_INCH


@rule("CN151", Severity.ERROR)
def without_acknowledgement(context: Context) -> Iterator[Remark]:
    """A party is a funder, and no paper acknowledges it.

    Papers do so only under `funders`.
    """
    acknowledged = {funder.party for funder in context.event.funders}
    for path, identifier, role in held_roles(context.event):
        if role == "funder" and identifier not in acknowledged:
            name, hint = context.event.parties[identifier].name, f"add “party: {identifier}” to the funders"
            if path[0] == "parties" and path[:2] in context.shared:
                hint += f", or remove the role there and write “roles: {{funder: {identifier}}}” where it holds"
            yield Remark(path, f"{name} is a funder, but no paper says so", hint)


@rule("CN152", Severity.WARNING)
def without_the_role(context: Context) -> Iterator[Remark]:
    """A party is acknowledged as a funder, and has no such role."""
    for number, funder in enumerate(context.event.funders):
        party = context.event.parties[funder.party]
        if not set(words("footers")) & set(party.roles):
            message = f"{party.name} is acknowledged as a funder, but does not have the role"
            yield Remark(("funders", number, "party"), message, f"add “funder” to the roles of “{funder.party}”")


def _logos(context: Context) -> Iterator[tuple[DataPath, Funder, Logo]]:
    for number, funder in enumerate(context.event.funders):
        if funder.suppressed is None:
            for place, logo in enumerate(funder.logos):
                yield ("funders", number, "logos", place), funder, logo


@rule("CN153", Severity.WARNING, limit=Limit(300, "dots per inch"))
def coarse_logos(context: Context, limit: int) -> Iterator[Remark]:
    """A funder's logo has too few dots for print.

    A drawing (SVG) is always sharp.
    """
    for path, _, logo in _logos(context):
        if logo.file in context.bitmaps:
            height = max(logo.min_height or 0, context.logo_height)
            density = round(context.bitmaps[logo.file][1] / (height / MM_PER_INCH))
            if density < limit:
                message = f"{logo.file} has {density} dots per inch at its height of {height:g} mm"
                needed = round(limit * height / MM_PER_INCH)
                hint = f"ask the funder for an SVG, or a picture at least {needed} pixels high"
                yield Remark((*path, "file"), message, hint)


@rule("CN154", Severity.WARNING)
def emblems_side_by_side(context: Context) -> Iterator[Remark]:
    """An emblem of the United Nations is beside another logo.

    The entity must permit it (General Assembly resolution 92 (I)).
    """
    reported: set[DataPath] = set()
    logos = [(_of_united_nations(context, funder, logo), path, funder, logo) for path, funder, logo in _logos(context)]
    for (one, path, funder, logo), (two, other_path, other, other_logo) in combinations(logos, 2):
        context.work.spend()
        if one == two or not set(funder.placement) & set(other.placement):
            continue
        emblem, where = (logo, path) if one else (other_logo, other_path)
        beside = other_logo if one else logo
        if where not in reported:
            reported.add(where)
            message = f"the emblem of “{emblem.alt}” is beside the logo of “{beside.alt}”"
            hint = "if the entity has given its permission, silence this with that reason; or use words alone"
            yield Remark((*where, "file"), message, hint)


def _of_united_nations(context: Context, funder: Funder, logo: Logo) -> bool:
    party = context.event.parties[funder.party]
    names = tuple(words("united-nations-names"))
    parts = (party.name.removeprefix("The "), logo.alt.removeprefix("Emblem of the "))
    return any(one.startswith(names) or one in words("united-nations") for one in (*parts, party.acronym or ""))

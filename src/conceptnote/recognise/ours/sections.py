"""What the sections of a paper show, and its funders."""

from __future__ import annotations

from itertools import count

from conceptnote.datapath import texts_in
from conceptnote.recognise.ours.event import Tree
from conceptnote.recognise.ours.paper import Reading
from conceptnote.recognise.ours.slots import Ref


def sections(reading: Reading, tree: Tree) -> list[str]:
    """Complete what sections show; the words of those that show nothing."""
    left: list[str] = []
    for headed, parties in tree.section_parties.items():
        heading = str(tree.below(headed).get("heading", ""))
        label = reading.words.label(heading)
        for number, role in parties.items():
            known = tree.party_roles.get(number, {})
            named = role or (label.role if label is not None and label.role else "")
            shared = next((one for one in known if all(one in tree.party_roles.get(p, {}) for p in parties)), "")
            used = named or shared or "organiser"
            sure = role or shared or reading.said.role(heading) != heading.strip(" :：")
            if not sure:
                message = f"the role of this organisation is that of “{heading}”"
                tree.draft.likely(message, ("sections",))
            tree.add_role(number, used)
            tree.show(headed, used)
    for headed, shown in tree.shows.items():
        there = {name: None for name in shown if _can_show(tree, name)}
        if there:
            tree.set((*headed, "show"), list(there))
    for kind in ("sections", "annexes"):
        for index, section in list(tree.data.get(kind, {}).items()):
            if not (section.get("text") or section.get("show")):
                # Nothing that it shows could be read, as a picture.
                left += texts_in(tree.data[kind].pop(index))

    return left


def _can_show(tree: Tree, name: str) -> bool:
    """Whether there is what a section shows."""
    contents = {"panel", "structure", "questions", "registration", "practical", "contacts"}
    if name == "agenda":
        return bool(tree.data.get("agenda") or tree.data.get("sittings"))
    return name not in contents or bool(tree.data.get(name))


def funders(reading: Reading, tree: Tree) -> list[str]:
    """Complete the funders; the words of those without a name."""
    left: list[str] = []
    there = tree.data.get("funders", {})
    for index, funder in list(there.items()):
        lockup = str(funder.get("lockup", ""))
        if "party" not in funder and (name := _named_in(reading, lockup)):
            number = next(at for at in count(10_000) if at not in tree.below(("parties",)))
            tree.set(("parties", number, "name"), name)
            tree.add_role(number, "funder")
            funder["party"] = Ref("parties", number)
            tree.draft.doubt("the funder’s name is part of its words", "write the name alone", ("funders", index))
        if "party" not in funder or not lockup:
            left += texts_in(there.pop(index))
            continue
        funder["text_only"] = "true"
        hint = "put “logos:” in place of “text_only: true” once you have the official artwork"
        tree.draft.find(0, "the funder is named without a mark", hint, ("funders", index), "likely")

    return left


def _named_in(reading: Reading, lockup: str) -> str:
    """The name within a funder's words; where they have no known beginning, all of them."""
    length = reading.words.funding(lockup)
    named = lockup[length:].strip(" :,") if length else ""
    return reading.said.without_article(named) if named else lockup

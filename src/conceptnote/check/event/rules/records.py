"""CN133 and CN136: records of people."""

from __future__ import annotations

from collections.abc import Iterator

from conceptnote.check.event.context import Context
from conceptnote.check.event.names import Known, how_unlike, people
from conceptnote.check.event.rule import Remark, rule
from conceptnote.check.event.slots import all_slots
from conceptnote.diagnostics import Severity
from conceptnote.textfolding import plain_words


@rule("CN133", Severity.WARNING)
def used_nowhere(context: Context) -> Iterator[Remark]:
    """A record of `people` is used nowhere."""
    used = {slot.person for _, slot in all_slots(context.event)}
    for identifier, person in context.event.people.items():
        if identifier not in used and person.status != "replaced":
            message = f"{person.name} is neither on the panel nor in the agenda"
            yield Remark(("people", identifier), message, "put them where they belong, or remove the record", key=True)


@rule("CN136", Severity.WARNING)
def one_person_twice(context: Context) -> Iterator[Remark]:
    """Two records seem to be the same person."""
    for first, second in _sharing_a_word(context):
        if len(first.words) > 1 and (how := how_unlike(second.words, first.words)) is not None:
            differs = f"differs {how} from" if how else "is also"
            message = f"“{second.person.name}” {differs} “{first.person.name}”, who is “{first.identifier}”"
            yield Remark(second.path, message, f"if they are one person, use “{first.identifier}” everywhere")


def _sharing_a_word(context: Context) -> Iterator[tuple[Known, Known]]:
    """Pairs of records, the earlier first, of people whose names share a word."""
    bearers: dict[str, list[Known]] = {}
    for second in people(context.event):
        parts = dict.fromkeys(plain_words(" ".join(second.words)).split())
        earlier = dict.fromkeys(first for part in parts for first in bearers.get(part, ()))
        context.work.spend(1 + len(earlier))
        yield from ((first, second) for first in earlier)
        for part in parts:
            bearers.setdefault(part, []).append(second)

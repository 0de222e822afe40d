"""Words for changes to an event in a language: `changes` in `papers.yaml`."""

from typing import Annotated, Literal

from conceptnote.languages.part import Line, Part, Whole, Word, places

Standing = Literal["confirmed", "invited", "tbc", "draft", "provisional", "final", "cancelled"]
Tracked = Literal["inserted", "deleted", "formatted"]
Label = Literal[
    "access", "acronym", "agenda", "annexes", "as_of", "biography", "caption", "city", "contacts", "country",
    "date", "delivered_by", "description", "disclaimer", "email", "floor", "functions", "funders", "heading",
    "honorific", "honorific_after", "host", "imprint", "in_sentence", "interpretation", "invitation", "item",
    "keywords", "languages", "layout", "lines", "mandate", "minutes", "mode", "name", "on_behalf_of", "panel",
    "parent_event", "parties", "party", "person", "practical", "presence", "print_as", "project", "public_phone",
    "purpose", "questions", "registration", "role", "roles", "room", "rows", "running_head", "sections",
    "short_biography", "sittings", "statement", "status", "street", "structure", "sub_events", "subtitle",
    "symbol", "text", "theme", "time", "timezone", "timezone_name",
    "title", "topic", "track", "type", "url", "venue", "version", "who",
]  # fmt: skip


class ChangeWords(Part):
    """Sentences with places, and the names of changed things."""

    nothing: Word
    """If two versions say the same."""
    changed: Annotated[Line, places("label", "old", "new")]
    replaced: Annotated[Line, places("new", "old")]
    """If the value itself begins with the label."""
    added: Annotated[Line, places("label", "new")]
    removed: Annotated[Line, places("label", "old")]
    unsaid: Annotated[Line, places("label")]
    """If old and new cannot be written in words."""
    order: Annotated[Line, places("label")]
    moved: Annotated[Line, places("what", "old", "new")]
    """For a row that begins at another time with the same length."""
    prose: Annotated[Line, places("label", "added", "removed", "excerpt")]
    """How many words of a text are new or removed, and where."""
    attendance: Annotated[
        dict[Literal["confirmed", "invited", "tbc"], Line],
        Whole(dict.fromkeys(("confirmed", "invited", "tbc"), frozenset({"who"}))),
    ]
    language_added: Annotated[Line, places("language")]
    language_removed: Annotated[Line, places("language")]
    subject: Annotated[Line, places("title")]
    """The subject of an e-mail with the papers."""
    since: Annotated[Line, places("date")]
    """Before the changes since the last e-mail with the papers, without a colon."""
    attached: Word
    """Before the list of attachments of an e-mail, without a colon."""
    tracked: Annotated[dict[Tracked, Word], Whole()]
    """What a screen reader says before marked text in a redline, with a colon."""
    standings: Annotated[dict[Standing, Word], Whole()]
    labels: Annotated[dict[Label, Word], Whole()]
    """The names of changed things, by their keys in the event file; `layout` for all keys that only decide how papers
    look."""

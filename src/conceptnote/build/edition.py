"""The documents of an event in one language, composed, with warnings; nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from conceptnote.build.assets import load_assets
from conceptnote.build.characters import check_characters
from conceptnote.build.composing import compose_targets
from conceptnote.build.fonts import added_families
from conceptnote.build.formats import Format
from conceptnote.build.hashing import sha256
from conceptnote.build.machine_fonts import families_of_machine
from conceptnote.build.manifest import hash_inputs
from conceptnote.build.obligations import marks, obligations_to_all
from conceptnote.build.page_formats import page_formats, wide_marks
from conceptnote.build.readiness import pending, undated
from conceptnote.build.record import Acknowledgement, Inputs, Record, Target
from conceptnote.build.request import Request
from conceptnote.build.targets import Planned, plan
from conceptnote.build.theme import families_in_use, theme_of
from conceptnote.build.word_template import not_taken, style_names, word_template
from conceptnote.check.obligation import Obligation, obligations
from conceptnote.diagnostics import Diagnostic, DiagnosticError, Severity
from conceptnote.doc.contents import file_of, origins
from conceptnote.doc.nodes import Asset, Doc, Heading, Image, Paragraph, Table, plain_text, walk
from conceptnote.export.approvals import Agreement, agreements
from conceptnote.ooxml.template import WordTemplate
from conceptnote.pageformat import PageFormat
from conceptnote.regularfile import real_path
from conceptnote.scripts import script_of_language
from conceptnote.source.audience import for_audience, in_file_terms
from conceptnote.source.load import Source
from conceptnote.source.templates import Templates
from conceptnote.theme.css import PageBox, text_width
from conceptnote.theme.theme import Theme
from conceptnote.write.footer import Measure
from conceptnote.write.small_print import with_small_print
from conceptnote.write.typefaces import Typefaces

ID = 16
"""Hexadecimal digits of a hash: with 64 bits no two papers of an event collide by chance."""


class Edition(Struct, frozen=True, dict=True):
    """The composed documents of one event, with their pictures and warnings.

    `themes` are the theme for the paper of each. `typefaces` have all their characters, unless all are for the screen,
    which uses the reader's fonts.
    """

    request: Request
    source: Source
    theme: Theme
    targets: Mapping[Target, Planned]
    docs: Mapping[Target, Doc]
    formats: Mapping[Target, PageFormat]
    themes: Mapping[Target, Theme]
    assets: Mapping[str, Asset]
    typefaces: Typefaces
    warnings: list[Diagnostic]
    template: tuple[WordTemplate, Mapping[str, str]] | None = None
    """The Word template of the look, and its style names by ours."""
    ids: Mapping[Target, str] = field(default_factory=dict)
    """The ids of papers that differ from their own: a redline has that of the older version."""

    @classmethod
    def of(cls, request: Request, source: Source) -> Edition:
        """Compose the requested documents. Files of a language other than the main one have it in their names.

        Raises DiagnosticError with all mistakes in templates, pictures, fonts and characters.
        """
        request = replace(request, language=source.edition)
        theme = theme_of(source)
        targets = plan(request, source) if request.of_papers else {}
        formats = page_formats(request, source, targets)
        own = theme.in_script(script_of_language(source.event.language).code)
        own = own.with_long_times if source.event.clock == "12h" else own
        on = cache(own.on)
        themes = {target: on(page.paper, targets[target].facts.margins) for target, page in formats.items()}
        docs = compose_targets(request, source, targets, formats, themes)
        assets, warnings = _assets(docs, formats, themes, source)
        acknowledging = {target: page for target, page in formats.items() if docs[target].metadata.acknowledged}
        warnings += wide_marks(source, acknowledging, themes, assets) if request.needs_layout else ()
        warnings += pending(source, final=request.final)
        warnings += undated(source) if "ics" in request.formats else ()
        if any(warning.severity is Severity.ERROR for warning in warnings):
            raise DiagnosticError(*warnings)
        typefaces = Typefaces.of(theme)
        if request.needs_layout:
            used = families_in_use(theme)
            bundled = frozenset(family.name for family in typefaces.bundled) - used
            added = added_families(source.project, bundled)
            typefaces = typefaces.with_added(family for family in added if family.name not in used)
            typefaces = typefaces.with_added(families_of_machine(theme, typefaces, docs.values()))
            check_characters(docs, typefaces, source)
        template = word_template(source) if "docx" in request.formats else None
        named = (template, style_names(source, template, theme)) if template else None
        if template and set(request.formats) & {"pdf", "html"}:
            warnings += not_taken(source, template, theme)
        return cls(request, source, theme, targets, docs, formats, themes, assets, typefaces, warnings, named)

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """The obligations to funders on each paper."""
        return obligations(self.source.event, self.assets)

    @cached_property
    def owed(self) -> tuple[Obligation, ...]:
        """The obligations of each paper that has any: a paper of several events has those to the funders of each."""
        return obligations_to_all(self.source) if self.source.collected else self.obligations

    @cached_property
    def agreements(self) -> list[Agreement]:
        """The approvals of the funders, given or pending."""
        return agreements(self.source.event)

    @cached_property
    def linked_data(self) -> str:
        """The event as data for a page; nothing for a collection, which is not an event."""
        if self.source.collected:
            return ""
        from conceptnote.export.jsonld import embedded_json

        return embedded_json(self.source.event, self.source.main)

    def owes(self, record: Record) -> bool:
        """Whether a file must acknowledge the funders: a paper, unless it says otherwise."""
        return record.is_paper and self.acknowledges(record.target)

    def acknowledges(self, target: Target) -> bool:
        """Whether a document acknowledges the funders."""
        return self.docs[target].metadata.acknowledged

    @cached_property
    def words(self) -> Mapping[Target, int]:
        """The number of words in the body of each document, with its notes."""
        return {
            target: sum(
                len(plain_text(node.children).split())
                for node in walk(doc.blocks)
                if isinstance(node, Heading | Paragraph)
            )
            for target, doc in self.docs.items()
        }

    @property
    def exports(self) -> list[Format]:
        """The requested formats of the event itself that have a file for it."""
        return [form for form in self.request.exports if form.applies(self.source.event)]

    @property
    def steps(self) -> int:
        """The number of files that `render` reports as finished; imposed ones come with their pages."""
        return len(self.docs) * len(self.request.of_papers) + len(self.exports)

    def looks(self, target: Target) -> Sequence[Theme]:
        """The looks of a document: its own, tighter and looser. What is cut or folded keeps its place on the sheet."""
        own = self.themes[target]
        tables = (node.style for node in walk(self.docs[target].blocks) if isinstance(node, Table))
        cards = any(own.tables[style].cards for style in tables if style in own.tables)
        return (own,) if cards else self._steps[id(own)]

    @cached_property
    def _steps(self) -> Mapping[int, Sequence[Theme]]:
        own = {id(theme): theme for theme in self.themes.values()}
        return {at: (theme, *theme.tighter, *theme.looser) for at, theme in own.items()}

    @cached_property
    def shown(self) -> Mapping[Target, bytes]:
        """The public data that each paper shows, as an event file; of several events, one after the other."""
        from conceptnote.export.public import public_yaml

        if not self.source.collected:
            return {target: public_yaml(self.source.event, origins(doc)) for target, doc in self.docs.items()}
        shown = {}
        for target, doc in self.docs.items():
            paths = origins(doc)
            own = {name: [path[2:] for path in paths if path[:2] == ("events", name)] for name in self.source.events}
            shown[target] = b"".join(public_yaml(event, own[name]) for name, event in self.source.events.items())
        return shown

    def id(self, target: Target) -> str:
        """The id of a paper: a hash of the public data that it shows."""
        return self.ids.get(target) or sha256(self.shown[target])[:ID]

    @cached_property
    def written(self) -> Mapping[Target, Doc]:
        """The documents as they are written, each with its id in small print."""
        return {target: self._with_id(target) for target in self.docs}

    def _with_id(self, target: Target) -> Doc:
        doc, page, theme = self.docs[target], self.formats[target], self.themes[target]
        room = PageBox.of(theme, page.paper, page.orientation).room
        footer = with_small_print(doc.page_footer, self.id(target), Measure(theme, self.assets), room)
        return replace(doc, page_footer=footer)

    def acknowledgement(self, target: Target) -> Acknowledgement:
        """The manifest's entry for a paper's acknowledgement, once all are proven."""
        if not (self.obligations or any(event.funders for event in self.source.events.values())):
            return "none due"
        return "proven" if self.docs[target].metadata.acknowledged else "left out by the template"

    @cached_property
    def usual(self) -> Sequence[str]:
        """The documents built by default."""
        return self.source.project.once(Templates).usual(self.source.event.papers)

    @cached_property
    def inputs(self) -> Inputs:
        """The files that everything is made from."""
        source, folder = self.source, self.source.project.event_file.parent
        named = [real_path(folder / name) for name in map(file_of, self.assets)]
        look = source.event.look
        named += [real_path(folder / look.word.file)] if look and look.word else []
        named += [*source.included, *(one.file for one in source.overrides if one.file is not None)]
        named += [planned.recipients.file for planned in self.targets.values() if planned.recipients]
        return hash_inputs(source.project, named)


def edition_for(request: Request, source: Source) -> Edition:
    """The documents of an event for the audience of a build. Raises what `Edition.of` raises."""
    shown = source if source.collected else for_audience(source, request.audience)
    try:
        edition = Edition.of(request, shown)
    except DiagnosticError as error:
        raise DiagnosticError(*in_file_terms(shown, error.diagnostics)) from None
    return replace(edition, warnings=in_file_terms(shown, edition.warnings))


def _assets(
    docs: Mapping[Target, Doc], formats: Mapping[Target, PageFormat], themes: Mapping[Target, Theme], source: Source
) -> tuple[dict[str, Asset], list[Diagnostic]]:
    """The pictures of documents, each for the page on which it is largest. Raises what `load_assets` raises."""
    assets: dict[str, Asset] = {}
    parts: list[Diagnostic] = []
    for paper, orientation in dict.fromkeys((page.paper, page.orientation) for page in formats.values()):
        alike = [name for name, page in formats.items() if (page.paper, page.orientation) == (paper, orientation)]
        images = [node for name in alike for node in walk(docs[name]) if isinstance(node, Image)]
        # If a template omits a mark, only code that knows the mark can notice.
        images += marks(source.event)
        theme = themes[alike[0]]
        try:
            loaded, warnings = load_assets(images, source, theme, text_width(theme, paper, orientation))
        except DiagnosticError as error:
            loaded, warnings = {}, list(error.diagnostics)
        parts += warnings
        assets |= {name: one for name, one in loaded.items() if name not in assets or _dots(one) > _dots(assets[name])}
    parts = list(dict.fromkeys(parts))
    if any(problem.severity is Severity.ERROR for problem in parts):
        raise DiagnosticError(*parts)
    return assets, parts


def _dots(asset: Asset) -> float:
    return asset.height * (asset.density or 1.0)

"""The checks of finished PDFs: silent on a good file, and each speaks of its own fault alone."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pikepdf
import pytest
from conformance.pdf import CHECKPOINTS, check_pdf
from conformance.pdf.registry import STANDARDS
from conformance.registry import DAMAGED, MOST_FAULTS, Fault, Registry
from examples import examples
from good_pdf import glyph_count, good_bytes, good_pdf, saved
from hypothesis import given
from hypothesis import strategies as st
from pdf_faults import FAULTS, Planted, cid_set, edit, element, elements, embed_cmap, links, to_unicode

from conceptnote.pdfstandard import PdfStandard

CLAIMED = [standard for standard in PdfStandard if standard is not PdfStandard.NONE]


@pytest.mark.parametrize("standard", PdfStandard)
def test_a_good_file_has_no_finding(standard: PdfStandard) -> None:
    made = PdfStandard.UA1 if standard is PdfStandard.NONE else standard
    assert check_pdf(good_bytes(made), standard) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.rule} {fault.label}")
def test_a_fault_is_told_by_its_rule_alone(fault: Planted) -> None:
    found = check_pdf(fault.file(), fault.standard)
    assert {finding.rule for finding in found} == {fault.rule}, found
    assert not any(finding.message.startswith(DAMAGED) for finding in found)


def test_every_condition_has_a_fault_and_every_fault_a_condition() -> None:
    assert {fault.rule for fault in FAULTS} == set(CHECKPOINTS) == set(STANDARDS)
    assert len(CHECKPOINTS) > 100
    for fault in FAULTS:
        assert fault.standard in STANDARDS[fault.rule]


def test_numbers_and_sources_are_of_the_form_that_readers_can_look_up() -> None:
    for rule, checkpoint in CHECKPOINTS.items():
        assert re.fullmatch(r"\d\d-\d{3}|PDF/A(-[23])? [\d.]+|PDF/UA-2 [\d.]+|[a-z]+(-[a-z]+)?", rule), rule
        assert re.search(r"ISO|WCAG", checkpoint.source), rule
        assert checkpoint.check.__doc__, rule


def test_another_validator_agrees_on_the_good_files() -> None:
    from pikepdf.pdfa import validate_written

    for standard, flavour in ((PdfStandard.A3A_UA1, "3b"), (PdfStandard.A2A, "2b")):
        report = validate_written(io.BytesIO(good_bytes(standard)), flavour)
        # It knows level B alone, and no extension schemas.
        unknown = (":6.6.4-3", ":6.6.2.3.1-1")
        assert [finding for finding in report.findings if not finding.rule.endswith(unknown)] == []
        assert any(finding.rule.endswith(":6.6.4-3") for finding in report.findings)


# What a good file may do besides


def own_encoding(pdf: pikepdf.Pdf) -> None:
    embed_cmap(pdf)


def listed_glyphs(pdf: pikepdf.Pdf) -> None:
    cid_set(pdf, set(range(glyph_count())))


def headers_by_id(pdf: pikepdf.Pdf) -> None:
    for place, header in enumerate(elements(pdf, "TH")):
        del header.A
        header.ID = pikepdf.String(f"h{place}")
    for place, cell in enumerate(elements(pdf, "TD")):
        headers = pikepdf.Array([pikepdf.String(f"h{place % 2}")])
        cell.A = pikepdf.Dictionary(O=pikepdf.Name.Table, Headers=headers)


def spans(pdf: pikepdf.Pdf) -> None:
    first, second, third, _ = elements(pdf, "TD")
    first.A = pikepdf.Dictionary(O=pikepdf.Name.Table, RowSpan=2)
    row = third.P
    third.P = second.P
    row.K = pikepdf.Array([kid for kid in row.K if kid.objgen != third.objgen])
    second.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, ColSpan=1), 0])
    second.K.extend(third.K)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    for place, owner in enumerate(numbers[1]):
        if owner.objgen == third.objgen:
            numbers[1][place] = second


def type_of_ones_own(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Lead=pikepdf.Name.Intro, Intro=pikepdf.Name.P)
    element(pdf, "P").S = pikepdf.Name.Lead


def replaced_private_use(pdf: pikepdf.Pdf) -> None:
    to_unicode(pdf, "k", "E000")
    element(pdf, "Caption").ActualText = pikepdf.String("Who speaks")


def named_destinations(pdf: pikepdf.Pdf) -> None:
    names = pikepdf.Array()
    for place, link in enumerate(links(pdf)[1:]):
        names.extend([pikepdf.String(f"d{place}"), pikepdf.Dictionary(D=link.Dest)])
        link.Dest = pikepdf.String(f"d{place}")
    pdf.Root.Names.Dests = pikepdf.Dictionary(Kids=pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(Names=names))]))


def nested_graphics(pdf: pikepdf.Pdf) -> None:
    edit(pdf, 1, "/Text Do", "q " * 28 + "/Text Do" + " Q" * 28)


@pytest.mark.parametrize(
    "vary",
    [
        *(own_encoding, listed_glyphs, headers_by_id, spans, type_of_ones_own),
        *(replaced_private_use, named_destinations, nested_graphics),
    ],
)
def test_what_is_allowed_is_no_finding(vary: Callable[[pikepdf.Pdf], None]) -> None:
    with good_pdf(PdfStandard.A3A_UA1) as pdf:
        before = saved(pdf, PdfStandard.A3A_UA1)
        vary(pdf)
        data = saved(pdf, PdfStandard.A3A_UA1)
    assert data != before
    assert check_pdf(data, PdfStandard.A3A_UA1) == []


# How checks are run


def test_a_check_that_fails_is_a_finding_and_one_that_goes_on_is_cut_short() -> None:
    registry: Registry[int] = Registry()

    @registry.checkpoint("a", "fails", source="nowhere")
    def fails(subject: int) -> list[Fault]:
        return [Fault(str(subject // 0))]

    @registry.checkpoint("b", "goes on", source="nowhere")
    def goes_on(subject: int) -> Iterator[Fault]:
        while True:
            yield Fault("again", subject)

    found = list(registry.run(7))
    assert [finding.rule for finding in found] == ["a"] + ["b"] * MOST_FAULTS
    assert found[0].message.startswith(DAMAGED)
    assert found[1].page == 7
    assert list(registry.run(7, ["a"])) == found[:1]
    with pytest.raises(AssertionError, match="twice"):
        registry.checkpoint("a", "again", source="nowhere")(fails)


def test_a_check_leaves_the_limits_of_qpdf_as_they_were() -> None:
    before = pikepdf.settings.get_qpdf_limits()
    check_pdf(good_bytes(PdfStandard.UA1), PdfStandard.UA1)
    check_pdf(b"nothing", PdfStandard.UA1)
    assert pikepdf.settings.get_qpdf_limits() == before


# Files from strangers

_MANY = examples(30, fuzz=600)


@_MANY
@given(st.data())
def test_bytes_at_random_never_raise(data: st.DataObject) -> None:
    standard = data.draw(st.sampled_from(CLAIMED))
    file = bytearray(good_bytes(standard))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(file) - 1))
        file[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    check_pdf(bytes(file[: data.draw(st.one_of(st.none(), st.integers(0, len(file))))]), standard)


def _anything(pdf: pikepdf.Pdf, data: st.DataObject) -> object:
    objects = list(pdf.objects)
    kinds = [0, -1, 2**31, 1.5, True, "name", "string", "array", "dictionary", *["other"] * 3]
    match data.draw(st.sampled_from(kinds)):
        case "name":
            return pikepdf.Name("/" + data.draw(st.sampled_from(["P", "Link", "Identity", "DeviceCMYK", "XYZ"])))
        case "string":
            return pikepdf.String(data.draw(st.binary(max_size=6)))
        case "array":
            return pikepdf.Array([data.draw(st.sampled_from([1, -5, True])), _one_of(objects, data)])
        case "dictionary":
            return pikepdf.Dictionary(K=_one_of(objects, data), Type=pikepdf.Name.MCR)
        case "other":
            return _one_of(objects, data)
        case value:
            return value


def _entries(holder: pikepdf.Object) -> list[str]:
    return sorted(holder.keys() - {"/Length"})


def _one_of(objects: list[pikepdf.Object], data: st.DataObject) -> pikepdf.Object:
    return objects[data.draw(st.integers(0, len(objects) - 1))]


@_MANY
@given(st.data())
def test_objects_in_each_others_places_never_raise(data: st.DataObject) -> None:
    standard = data.draw(st.sampled_from(CLAIMED))
    with pikepdf.open(io.BytesIO(good_bytes(standard))) as pdf:
        for _ in range(data.draw(st.integers(1, 4))):
            kinds = pikepdf.Dictionary | pikepdf.Stream
            held = [one for one in pdf.objects if isinstance(one, kinds) and _entries(one)]
            holder = _one_of(held, data)
            holder[data.draw(st.sampled_from(_entries(holder)))] = _anything(pdf, data)
        file = io.BytesIO()
        try:
            pdf.save(file)
        except (pikepdf.PdfError, RuntimeError, ValueError):
            return
    check_pdf(file.getvalue(), standard)

"""The theme: what can be read is let through, and nothing else."""

from __future__ import annotations

import ast
import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from conceptnote.ooxml.xml import qualified
from conceptnote.theme.contrast import contrast, least_contrast, luminance, shown
from conceptnote.theme.styles import CellSpace
from conceptnote.theme.theme import Theme, load_theme
from conceptnote.units import twips
from conceptnote.write.docx.table_styles import table_look
from conceptnote.yamldata import read_data

PACKAGE = Path(__file__).parents[1] / "src" / "conceptnote"
SHIPPED = read_data((Path(__file__).parents[1] / "src/conceptnote/theme/theme.yaml").read_bytes())
colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(colours, colours)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0000001
    assert contrast(one, one) == 1
    assert float(shown(contrast(one, other))) <= contrast(one, other) < float(shown(contrast(one, other))) + 0.0100001


@given(colours)
def test_a_colour_is_read_in_either_case(colour: str) -> None:
    assert contrast(colour, "#FFFFFF") == contrast(colour.upper(), "ffffff")
    assert luminance("#000000") <= luminance(colour) <= luminance("#ffffff")


@pytest.mark.parametrize(
    ("colour", "on", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ff0000", "#ffffff", 3.998),  # pure colours, whose luminances are the coefficients of the definition
        ("#0000ff", "#ffffff", 8.592),
        ("#00ff00", "#000000", 15.304),
        ("#767676", "#ffffff", 4.542),  # the lightest grey that text on white may have, and the next
        ("#777777", "#ffffff", 4.478),
        ("#949494", "#ffffff", 3.034),  # and for large text
        ("#959595", "#ffffff", 2.995),
    ],
)
def test_contrast_has_the_values_that_are_known(colour: str, on: str, ratio: float) -> None:
    assert contrast(colour, on) == pytest.approx(ratio, abs=0.001)


@pytest.mark.parametrize(
    ("points", "bold", "least"), [(12, True, 4.5), (14, True, 3), (14, False, 4.5), (17.9, False, 4.5), (18, False, 3)]
)
def test_large_text_needs_less(points: float, bold: bool, least: float) -> None:
    assert least_contrast(points, bold) == least


@pytest.mark.parametrize("colour", ["", "#fff", "red", "#gggggg"])
def test_what_is_no_colour_has_no_luminance(colour: str) -> None:
    with pytest.raises(ValueError, match=r"colour|invalid literal"):
        luminance(colour)


def themed(changes: dict[str, Any]) -> Theme:
    """The shipped theme with some values changed, each named by its path."""
    data = copy.deepcopy(SHIPPED)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = data
        for step in parents:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return Theme.model_validate(data)


def test_the_shipped_theme_can_be_read() -> None:
    assert themed({}) == load_theme()
    assert themed({"colours.muted": "#767676", "colours.tint": "#ffffff"})


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a faint style, told by name": (
        {"colours.muted": "#8d9299"},
        "the colour “muted” (#8d9299), which has a contrast of 3.13 : 1 on white; 4.5 : 1 is needed",
    ),
    "a faint ink": ({"colours.ink": "#999999"}, "the style “body” has the colour “ink”"),
    "a faint title": (
        {"colours.accent": "#a0a0a0"},
        "“title” has the colour “accent” (#a0a0a0), which has a contrast of 2.61 : 1 on white; 3",
    ),
    "a faint link": ({"colours.accent": "#808080"}, "a link has the colour “accent”"),
    "faint on the tint": ({"colours.tint": "#999999"}, "on tint; 4.5 : 1 is needed"),
    "small text": ({"sizes.text": 8.5}, "the style “body” has 8.5 points; 9 are needed"),
    "a small footer": ({"sizes.small": 6.5}, "the style “page-number” has 6.5 points; 7 are needed"),
    "a small disclaimer": ({"sizes.tiny": 5, "styles.disclaimer.size": "tiny"}, "the style “disclaimer” has 5 points"),
    "text as small as a note": ({"styles.list.size": "small"}, "the style “list” has 8.5 points; 9 are needed"),
    "no colour": ({"colours.ink": "black"}, "colours.ink"),
    "an unknown colour": ({"styles.lead.colour": "pink"}, "the style “lead” names the colour “pink”; there are ink,"),
    "an unknown size": ({"styles.lead.size": "huge"}, "the style “lead” names the size “huge”"),
    "an unknown font": ({"styles.lead.font": "comic"}, "the style “lead” names the font “comic”"),
    "no body": ({"styles.body": None}, "the style “body” is needed"),
    "no accent": ({"colours.accent": None}, "the colour “accent” is needed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_theme_that_cannot_be_read_is_refused(name: str) -> None:
    changes, said = REFUSED[name]
    with pytest.raises(ValidationError) as refused:
        themed(changes)
    assert said in str(refused.value)


def test_large_text_may_be_fainter_than_small() -> None:
    faint = {"colours.faint": "#808080", "styles.title.colour": "faint", "colours.tint": "#ffffff"}
    assert themed(faint)
    with pytest.raises(ValidationError, match="“kicker” has the colour “faint”"):
        themed(faint | {"styles.kicker.colour": "faint"})


def test_no_writer_knows_a_table_by_its_name() -> None:
    theme = load_theme()
    modules = list((PACKAGE / "write").rglob("*.py"))
    assert len(modules) > 30
    assert len(theme.tables) > 10
    for module in modules:
        constants = {
            node.value for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Constant)
        }
        # The section that names the funders is a part of a document, which the footer arranges.
        assert not constants & theme.tables.keys() - ({"funders"} if module.name == "footer.py" else set()), module


def test_word_tables_look_as_their_tokens_say() -> None:
    theme = load_theme()
    assert [edge.tag.rpartition("}")[2] for edge in table_look(theme, "facts")[0]] == ["top", "bottom"]
    ruled = theme.tables["facts"].model_copy(update={"rules": "rows", "space": CellSpace(above="entry")})
    borders, margins = table_look(theme.model_copy(update={"tables": theme.tables | {"facts": ruled}}), "facts")
    assert [edge.tag.rpartition("}")[2] for edge in borders] == ["bottom", "insideH"]
    assert margins[0].get(qualified("w:w")) == str(twips(pt=theme.spacing.entry))


def test_what_style_sheets_for_all_media_say_of_tables_is_what_the_tokens_say() -> None:
    theme = load_theme()
    cards = [f"table.{name} td" for name, table in theme.tables.items() if table.cards]
    assert f"{', '.join(cards)} {{ padding: 0 {theme.spacing.card:g}mm }}" in theme.stylesheet("common")

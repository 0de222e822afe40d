"""A page of one letter, printed to have ready what the first printing makes."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from conceptnote.shipped import PACKAGE
from conceptnote.write.pdf import Printer


def print_sample() -> None:
    """Print one letter, so that forks of this process have all that WeasyPrint and cffi make on first use."""
    fonts = PACKAGE / "theme" / "fonts"
    first = min(path.name for path in fonts.glob("*.ttf"))
    printer = Printer(f'@font-face {{ font-family: a; src: url("font:{first}") }} p {{ font-family: a }}', fonts, {})
    page = Element("html")
    SubElement(SubElement(page, "body"), "p").text = "a"
    printer.render(page, (), {}).write_pdf()
    printer.close()

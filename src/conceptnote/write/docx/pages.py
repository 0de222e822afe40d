"""Put the number of pages into a finished Word file, as Word caches the results of its fields."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

_FIELD = re.compile(rb'(<w:fldSimple w:instr="NUMPAGES">.*?<w:t>)\d+(</w:t>)', re.DOTALL)
_FURNITURE = re.compile(r"word/(?:header|footer)\d*\.xml")


def with_page_count(data: bytes, count: int) -> bytes:
    """The same file of ours, whose fields show a number of pages until Word counts them (17.16.5.40)."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(made, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if _FURNITURE.fullmatch(info.filename):
                content = _FIELD.sub(rb"\g<1>%d\g<2>" % count, content)
            level = 2 if info.filename.endswith(".odttf") else None
            target.writestr(info, content, ZIP_DEFLATED, level)
    return made.getvalue()

"""The order that the schema prescribes for children, declared once for each element that we fill."""

from __future__ import annotations


def _names(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(f"{prefix}:{name}" for name in names.split())


_EDGES = _names("w", "top left start bottom right end insideH insideV")

ORDER: dict[str, tuple[str, ...]] = {
    "w:pPr": _names(
        "w",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd"
        " tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi"
        " adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc"
        " textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    "w:rPr": _names(
        "w",
        "ins del rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
        " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
        " fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    )
    + _names("w14", "ligatures numForm numSpacing stylisticSets cntxtAlts")
    + _names("w", "rPrChange"),
    "w:tblPr": _names(
        "w",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
        " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    "w:tcPr": _names(
        "w",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    "w:tblBorders": _EDGES,
    "w:tblCellMar": _EDGES,
    "w:sectPr": _names(
        "w",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
        " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    ),
    "w:style": _names(
        "w",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat"
        " locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    "w:tblStylePr": _names("w", "pPr rPr tblPr trPr tcPr"),
    "w:lvl": _names("w", "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"),
    "w:settings": _names(
        "w",
        "writeProtection view zoom removePersonalInformation removeDateAndTime displayBackgroundShape"
        " embedTrueTypeFonts embedSystemFonts saveSubsetFonts mirrorMargins trackRevisions"
        " documentProtection defaultTabStop autoHyphenation"
        " characterSpacingControl updateFields footnotePr endnotePr compat docVars rsids themeFontLang"
        " clrSchemeMapping decimalSymbol listSeparator",
    ),
}
"""Children in schema order: ISO/IEC 29500-1 Annex A (wml.xsd), and [MS-DOCX] 2.6 for `w14`."""

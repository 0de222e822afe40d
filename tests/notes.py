"""Concept notes as they come by mail, to begin an event file from; all names are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document
from lxml import etree

NOTE = """




Sharing rivers without quarrel: what basin communities can teach each other in dry years

Venue and date: 17 October at the Standing Delegation of the Republic of Valmora to the

World Water Council. 41 Quay Street, 3rd Floor

Time: 1:15 till 2:30 PM

Purpose: Two rivers in three cross a border, and in dry years those who live along them compete
for every litre. The lunchtime talk asks how communities on both banks have kept the peace.

It looks at three basins in turn. The work is part of the project Rivers without Borders.¹

Host: Valmoran Delegation to the Council

Organizers:

IRF: The International River Forum (IRF) is a network of basin organisations that share what they
measure. It meets every spring.

Common Wells Trust (CWT): CWT digs, mends and looks after wells together with those who drink
from them

Panellists and Structure

- Ambassador Mr. Tomas Okello, Ambassador of Valmora to the Council (TBC)
- Ms Ines Carvalho Director of Research Lake Institute, Board member of the Upper Basin Union

¹ For the report of last year, see:

- Sheikh Barro Village elder and President of the association Eau pour Tous (EPT) (TBC)
- Moderator: Dr. Anneke van der Meer, deputy head, Common Wells Trust

A delegate of Valmora opens and closes the talk. Each speaker then has five minutes, which the
moderator keeps with a sand-glass.

Brief background

In the Upper Basin, rainfall has halved within a generation. The councils on both banks have
answered in their own way, and their reports have not been compared

properly so far, which is a loss.

with funding from

Valmoran
"""
"""Has the structure of the note that the tool's example is made of, and none of its words."""

FRENCH = """NOTE CONCEPTUELLE

Titre : Partager l’eau en temps de sécheresse
Date et lieu : mardi 5 mars 2030, Maison des Fleuves, salle Niger, Genève
Horaire : 9h30 – 11h00
Hôte : Délégation de Valmora
Organisateurs :
CPE : Le Cercle des Peuples de l’Eau (CPE) réunit les riverains de trois bassins.
Intervenants :
- Mme Leïla AMARI, directrice, Cercle des Peuples de l’Eau (à confirmer)
- Dr Jonas Brandt, hydrologue
Modératrice : Mme Awa Traoré

Contexte

Les pluies ont diminué de moitié, et les conseils des deux rives cherchent (c) ensemble * une réponse.

Ordre du jour

9h30 – 9h45 Ouverture
9h45 – 10h00 Pause café
10h00 Débat
Intervenants : Mme Leïla Amari

Questions directrices

1. Qui décide quand le fleuve est à sec ?
2. Que mesure-t-on, et avec qui ?
"""


def note_docx() -> bytes:
    """The same kind of note as Word writes it: styles, lists, a table of facts and one of the agenda."""
    document = docx.Document()
    document.add_paragraph("Concept note")
    document.add_paragraph("Sharing rivers without quarrel", style="Title")
    facts = document.add_table(0, 2)
    for label, fact in (
        ("Date", "Thursday, 17 October 2030"),
        ("Time", "1:15 – 2:30 p.m."),
        ("Venue", "Palace of Rivers, Room IV, Geneva"),
        ("Host", "Valmoran Delegation to the Council"),
    ):
        row = facts.add_row().cells
        row[0].text, row[1].text = label, fact
    document.add_heading("Background", 1)
    paragraph = document.add_paragraph("Two rivers in three cross a ")
    paragraph.add_run("political").italic = True
    paragraph.add_run(" border, says the ")
    paragraph.add_run("Forum").bold = True
    paragraph.add_run(". Communities")
    document.add_paragraph("measure together, and", style="List Bullet")
    document.add_paragraph("decide together.", style="List Bullet")
    document.add_heading("What comes first", 2)
    document.add_paragraph("Trust comes first.")
    document.add_heading("Speakers", 1)
    document.add_paragraph("Ms Ines Carvalho, director, Lake Institute", style="List Bullet")
    document.add_paragraph("Dr. Anneke van der Meer (moderator)", style="List Bullet")
    document.add_heading("Agenda", 1)
    agenda = document.add_table(0, 3)
    for cells in (
        ("Time", "Item", "Speakers"),
        ("1:15 – 1:20 pm", "Opening", "Delegate of Valmora"),
        ("1:20 pm", "What the wells say", "Ms Ines Carvalho; Dr. Anneke van der Meer"),
        ("15 min", "Coffee break", ""),
    ):
        row = agenda.add_row().cells
        for cell, text in zip(row, cells, strict=True):
            cell.text = text
    document.add_heading("Figures", 1)
    figures = document.add_table(0, 2)
    for left, right in (("Upper Basin", "412 wells"), ("Lower Basin", "77 wells")):
        row = figures.add_row().cells
        row[0].text, row[1].text = left, right
    document.sections[0].footer.paragraphs[0].text = "with funding from Valmoran Water Fund"
    document.sections[0].header.paragraphs[0].text = "Not for distribution"
    return saved(document)


def saved(document: Document) -> bytes:
    """A document as a file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part rewritten, or added."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name in source.namelist():
            if name != part:
                written.writestr(name, source.read(name))
        written.writestr(part, change(source.read(part) if part in source.namelist() else b""))
    return target.getvalue()


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_body(paragraphs: str) -> bytes:
    """A document whose body is the given XML, with the prefix `w`."""

    def change(data: bytes) -> bytes:
        root = etree.fromstring(data)
        body = root[0]
        body.clear()
        body.extend(etree.fromstring(f'<w:body xmlns:w="{WORD}">{paragraphs}</w:body>'))
        return etree.tostring(root)

    return changed(saved(docx.Document()), "word/document.xml", change)

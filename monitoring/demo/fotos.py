"""Drawn pictures of a few panden in the demo, so that a dossier has photos without showing a real building."""

from __future__ import annotations

import datetime
import io
import random

from django.db import transaction
from PIL import Image, ImageDraw

from monitoring.fotos import bewerk, verwijder_bestanden, voeg_toe
from monitoring.models import Foto, Pand

# Panden with photos, in the gemeente that the tour of the demo goes through.
GEMEENTE, AANTAL = "GM0321", 8
BREEDTE, HOOGTE = 1600, 1200
HEMEL, GRAS, GEVELS, RAAM, LICHT = "#c9dde4", "#7f9a6d", ("#b8785a", "#8c98a3", "#d0c3ab"), "#35505c", "#f4d58a"
KANTEN = ("De voorgevel, gezien vanaf de straat", "De achterkant met het parkeerterrein")


def verwijder() -> None:
    """Take out the demo photos and what people added at demo panden, with their history and their files."""
    weg = Foto.objects.filter(pand__demo=True)
    bestanden = [naam for paar in weg.values_list("bestand", "miniatuur") for naam in paar]
    weg.delete()
    Foto.history.filter(pand__demo=True).delete()
    transaction.on_commit(lambda: verwijder_bestanden(bestanden))


def maak_demo(toeval: random.Random) -> int:
    """A picture or two of the first panden of a gemeente; returns how many panden."""
    panden = Pand.objects.filter(demo=True, gemeente=GEMEENTE, einde__isnull=True).defer("omtrek").order_by("bag_id")
    gekozen = list(panden[:AANTAL])
    for nummer, pand in enumerate(gekozen):
        for kant in KANTEN[: 1 + nummer % 2]:
            inhoud = _teken(toeval)
            voeg_toe(
                pand, [bewerk(io.BytesIO(inhoud), len(inhoud))], None, bijschrift=f"{kant} (getekend)",
                genomen_op=datetime.date(2025, 1 + nummer, 3), maker="Demogegevens", demo=True,
            )  # fmt: skip
    return len(gekozen)


def _teken(toeval: random.Random) -> bytes:
    """An office in a few strokes: a facade with rows of windows, some of them lit."""
    beeld = Image.new("RGB", (BREEDTE, HOOGTE), HEMEL)
    pen = ImageDraw.Draw(beeld)
    grond, dak = 980, toeval.randrange(180, 480)
    links, rechts = toeval.randrange(120, 300), toeval.randrange(1250, 1480)
    pen.rectangle((0, grond, BREEDTE, HOOGTE), fill=GRAS)
    pen.rectangle((links, dak, rechts, grond), fill=toeval.choice(GEVELS))
    bezet = toeval.uniform(0.1, 0.9)
    for y in range(dak + 40, grond - 150, 110):
        for x in range(links + 40, rechts - 90, 105):
            pen.rectangle((x, y, x + 70, y + 70), fill=LICHT if toeval.random() < bezet else RAAM)
    midden = (links + rechts) // 2
    pen.rectangle((midden - 60, grond - 120, midden + 60, grond), fill=RAAM)
    uit = io.BytesIO()
    beeld.save(uit, "PNG")
    return uit.getvalue()

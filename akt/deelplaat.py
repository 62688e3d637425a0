"""The picture that others see when someone shares a page: what it says, in the portal's own colours."""

from __future__ import annotations

import io
from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

BREED, HOOG, MARGE = 1200, 630, 72
KOP, AMBER, PAPIER, INKT, INKT_2 = "#072f38", "#f2ac38", "#f7f6f2", "#14262c", "#43565c"
BALK = 92


@cache
def _letter(naam: str, maat: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / "static" / "vendor" / "letters" / f"{naam}.ttf", maat)


def breek(tekst: str, letter: ImageFont.FreeTypeFont, breed: int, regels: int) -> list[str]:
    """Lines that fit `breed` pixels; what doesn't fit in so many lines ends in an ellipsis."""
    gebroken: list[str] = []
    for woord in tekst.split():
        if gebroken and letter.getlength(f"{gebroken[-1]} {woord}") <= breed:
            gebroken[-1] += f" {woord}"
        else:
            gebroken.append(woord)
    if len(gebroken) > regels:
        laatste = gebroken[regels - 1]
        while laatste and letter.getlength(f"{laatste}…") > breed:
            laatste = laatste.rpartition(" ")[0]
        gebroken = [*gebroken[: regels - 1], f"{laatste}…"]
    return gebroken


def teken(titel: str, zin: str, onder: str) -> bytes:
    """A PNG of 1200 x 630 pixels: a title, a sentence, and the date and source in at most two lines."""
    beeld = Image.new("RGB", (BREED, HOOG), PAPIER)
    pen = ImageDraw.Draw(beeld)
    pen.rectangle((0, 0, BREED, BALK), fill=KOP)
    pen.rectangle((0, BALK, BREED, BALK + 8), fill=AMBER)
    pen.text((MARGE, BALK // 2), "AKT-portaal", font=_letter("DejaVuSerif-Bold", 34), fill="white", anchor="lm")
    pen.text(
        (BREED - MARGE, BALK // 2), "Aanpak Kantoren Transformatie", font=_letter("DejaVuSans", 24), fill="#c5dce0",
        anchor="rm",
    )  # fmt: skip
    y = BALK + 64
    for tekst, naam, maat, kleur, regels in (
        (titel, "DejaVuSerif-Bold", 56, INKT, 2),
        (zin, "DejaVuSans", 38, INKT, 4),
    ):
        letter = _letter(naam, maat)
        for regel in breek(tekst, letter, BREED - 2 * MARGE, regels):
            pen.text((MARGE, y), regel, font=letter, fill=kleur)
            y += round(maat * 1.4)
        y += 20
    letter = _letter("DejaVuSans", 24)
    for nummer, regel in enumerate(reversed(breek(onder, letter, BREED - 2 * MARGE, 2))):
        pen.text((MARGE, HOOG - 44 - 34 * nummer), regel, font=letter, fill=INKT_2, anchor="ls")
    uit = io.BytesIO()
    beeld.save(uit, "PNG", optimize=True)
    return uit.getvalue()

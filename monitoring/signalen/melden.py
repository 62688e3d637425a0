"""What anyone reports from a public page becomes a signaal, with no more of the person than an address to answer to."""

from __future__ import annotations

import secrets

from django.urls import Resolver404, resolve

from monitoring.models import Gemeente, Niveau, Pand, Signaal, Terrein

# Without what is easily mistaken over the phone: 0 O, 1 I L, U V.
TEKENS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
VOORSTEL = "Bekijk de pagina waar de fout is gezien, verbeter wat niet klopt en antwoord de melder als die dat vroeg."


def nieuw_nummer() -> str:
    """A reference number that can't be guessed and is easy to read out: 'K7QM-2XRT'."""
    teken = [secrets.choice(TEKENS) for _ in range(8)]
    return f"{''.join(teken[:4])}-{''.join(teken[4:])}"


def meld_fout(uitleg: str, plek: str = "", melder: str = "") -> Signaal:
    """Keep a report; its `sleutel` is the reference number. The page it is about says whose it is, where it can."""
    pand, gemeente = waarover(plek)
    return Signaal.objects.create(
        regel=Signaal.MELDING,
        sleutel=nieuw_nummer(),
        ernst=Signaal.Ernst.LET_OP,
        pand=pand,
        gemeente=gemeente,
        uitleg=uitleg,
        voorstel=VOORSTEL,
        plek=plek,
        melder=melder,
    )


def waarover(plek: str) -> tuple[Pand | None, Gemeente | None]:
    """Pand and gemeente of a page of the portal; None for what isn't one or isn't about a single gemeente."""
    try:
        gevonden = resolve(plek.partition("#")[0].partition("?")[0]).kwargs
    except Resolver404:
        return None, None
    if bag_id := gevonden.get("bag_id"):
        pand = Pand.objects.select_related("gemeente").defer("omtrek", "gemeente__grens").filter(bag_id=bag_id).first()
        return pand, pand.gemeente if pand else None
    niveau, code = gevonden.get("niveau"), gevonden.get("code", "")
    if niveau == Niveau.TERREIN:
        terrein = Terrein.objects.select_related("gemeente").filter(code=code).first()
        return None, terrein.gemeente if terrein else None
    if niveau == Niveau.GEMEENTE:
        return None, Gemeente.objects.filter(code=code).first()
    return None, None

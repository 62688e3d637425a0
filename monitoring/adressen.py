"""Finding an address while one types: Dutch abbreviations and spelling forgiven, postcode + number understood.

Both the stored `Adres.zoektekst` and the question go through `normaliseer`, so that they meet halfway:
lower case, no accents, abbreviations written out.
"""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast

from monitoring.models import Adres

# Whole words as people (and the BAG's short names) write them.
AFKORTINGEN = {
    "str": "straat", "ln": "laan", "pln": "plein", "wg": "weg", "wn": "weg", "kd": "kade", "sngl": "singel",
    "gr": "gracht", "dk": "dijk", "hf": "hof", "pd": "pad", "prk": "park",
    "v": "van", "d": "de", "vd": "van de", "vdr": "van der", "st": "sint", "burg": "burgemeester",
    "burgem": "burgemeester", "bgm": "burgemeester", "dr": "doctor", "ds": "dominee", "mr": "meester",
    "ir": "ingenieur", "ing": "ingenieur", "prof": "professor", "pr": "prins", "gen": "generaal",
    "wilh": "wilhelmina", "kon": "koningin", "pres": "president", "adm": "admiraal", "past": "pastoor",
    "noord": "noord", "nw": "nieuwe", "gld": "gelderland",
}  # fmt: skip
# Endings glued to a name: "Kerkstr" -> "kerkstraat".
UITGANGEN = {"str": "straat", "ln": "laan", "pln": "plein", "wg": "weg", "sngl": "singel", "dk": "dijk"}
POSTCODE = re.compile(r"\b([1-9]\d{3})\s?([a-z]{2})\b")
HUISNUMMER = re.compile(r"^(\d{1,5})([a-z]?)(?:-?([0-9a-z]{1,4}))?$")


def zonder_accenten(tekst: str) -> str:
    ontleed = unicodedata.normalize("NFKD", tekst)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def _woord(woord: str) -> str:
    if woord in AFKORTINGEN:
        return AFKORTINGEN[woord]
    for kort, lang in UITGANGEN.items():
        if len(woord) > len(kort) + 2 and woord.endswith(kort):
            return woord.removesuffix(kort) + lang
    return woord


def normaliseer(tekst: str) -> str:
    """'Burg. Wallerweg 3 (3991 DG)' -> 'burgemeester wallerweg 3 3991dg'."""
    kaal = re.sub(r"[^\w\s-]", " ", zonder_accenten(tekst).lower())
    kaal = POSTCODE.sub(r"\1\2", re.sub(r"(?<=[a-z])-(?=[a-z])", " ", kaal))
    return " ".join(_woord(woord) for woord in kaal.split())


def zoektekst(adres: Adres) -> str:
    """What is stored for searching: street, number, postcode and woonplaats, normalised."""
    return normaliseer(f"{adres.straat} {adres.nummer} {adres.postcode} {adres.woonplaats}")[:220]


def zoek_adressen(vraag: str, binnen: QuerySet[Adres] | None = None, hoeveel: int = 10) -> QuerySet[Adres]:
    """Addresses that fit what was typed, best first; nothing for fewer than three characters.

    A postcode or a house number in the question must match exactly; the words may be misspelled (pg_trgm).
    """
    adressen = Adres.objects.filter(einde__isnull=True) if binnen is None else binnen
    norm = normaliseer(vraag)
    if len(norm.replace(" ", "")) < 3:
        return adressen.none()
    woorden: list[str] = []
    for woord in norm.split():
        if POSTCODE.fullmatch(woord):
            adressen = adressen.filter(postcode=woord.upper())
        elif (woorden and (treffer := HUISNUMMER.match(woord))) or (
            not woorden and POSTCODE.search(norm) and (treffer := HUISNUMMER.match(woord))
        ):
            adressen = adressen.filter(huisnummer=int(treffer[1]))
            if treffer[2]:
                adressen = adressen.filter(huisletter__iexact=treffer[2])
        else:
            woorden.append(woord)
    if not woorden:
        return adressen.order_by("straat", "huisnummer", "huisletter", "toevoeging")[:hoeveel]
    naam = " ".join(woorden)
    return (
        adressen.filter(zoektekst__trigram_word_similar=naam)
        .annotate(
            gelijkenis=Cast(TrigramWordSimilarity(naam, "zoektekst"), FloatField()),
        )
        .order_by("-gelijkenis", "straat", "huisnummer", "huisletter", "toevoeging")[:hoeveel]
    )

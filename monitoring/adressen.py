"""Finding an address while one types: Dutch abbreviations and spelling forgiven, postcode + number understood.

Both the stored `Adres.zoektekst` and the question go through `normaliseer`, so that they meet halfway:
lower case, no accents, abbreviations written out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import FloatField, Q, QuerySet
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
GEPLAKT = re.compile(r"([1-9]\d{3}[a-z]{2}|[a-z]{3,})(\d{1,5}[a-z]?)")
BAG_NUMMER = re.compile(r"\d{16}")


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


@dataclass(frozen=True)
class Zoekvraag:
    """One reading of what was typed. Numbers must match exactly; the words may be misspelled."""

    woorden: tuple[str, ...] = ()
    postcode: str = ""
    huisnummer: int | None = None
    huisletter: str = ""

    def filter(self, adressen: QuerySet[Adres]) -> QuerySet[Adres]:
        """Addresses that fit (pg_trgm for the words)."""
        if self.postcode:
            adressen = adressen.filter(postcode__startswith=self.postcode)
        if self.huisnummer is not None:
            adressen = adressen.filter(huisnummer=self.huisnummer)
        if self.huisletter:
            adressen = adressen.filter(huisletter__iexact=self.huisletter)
        if self.woorden:
            adressen = adressen.filter(zoektekst__trigram_word_similar=" ".join(self.woorden))
        return adressen


def _losse_woorden(norm: str) -> list[str]:
    """Words with a glued number apart ('kokermolen2', '3994dg3') and a loose house letter joined ('39 a')."""
    woorden: list[str] = []
    for woord in norm.split():
        delen = GEPLAKT.fullmatch(woord)
        for deel in delen.groups() if delen else (woord,):
            if len(deel) == 1 and deel.isalpha() and woorden and woorden[-1].isdigit():
                woorden[-1] += deel
            else:
                woorden.append(deel)
    return woorden


def lezingen(vraag: str) -> list[Zoekvraag]:
    """What may be meant, the likeliest first; nothing for fewer than three characters."""
    woorden = _losse_woorden(normaliseer(vraag))
    if sum(map(len, woorden)) < 3:
        return []
    postcode = next((woord.upper() for woord in woorden if POSTCODE.fullmatch(woord)), "")
    rest = [woord for woord in woorden if not POSTCODE.fullmatch(woord)]
    # A number at the start is part of a name ("2e Industrieweg"), unless a postcode stands for the street.
    nummers = [i for i, woord in enumerate(rest) if HUISNUMMER.match(woord) and (i or postcode)]
    gevonden = []
    for i in reversed(nummers):
        # A number after the house number is the start of a postcode: "Kokermolen 3 3994".
        na = rest[i + 1] if i + 1 < len(rest) and len(rest[i + 1]) == 4 and rest[i + 1].isdigit() else ""
        over = tuple(woord for j, woord in enumerate(rest) if j != i and not (na and j == i + 1))
        treffer = HUISNUMMER.match(rest[i])
        assert treffer is not None  # noqa: S101 (narrows the type for mypy)
        gevonden.append(Zoekvraag(over, postcode or na, int(treffer[1]), treffer[2]))
    return [*gevonden, Zoekvraag(tuple(rest), postcode)]


def zoek_adressen(vraag: str, binnen: QuerySet[Adres] | None = None, hoeveel: int = 10) -> QuerySet[Adres]:
    """Addresses that fit what was typed, best first, by the first reading that finds any."""
    adressen = Adres.objects.filter(einde__isnull=True) if binnen is None else binnen
    if BAG_NUMMER.fullmatch(vraag.strip()):
        return adressen.filter(Q(bag_id=vraag.strip()) | Q(panden__bag_id=vraag.strip()))[:hoeveel]
    orde = ("straat", "huisnummer", "huisletter", "toevoeging")
    for lezing in lezingen(vraag):
        passend = lezing.filter(adressen)
        if lezing.woorden:
            gelijkenis = Cast(TrigramWordSimilarity(" ".join(lezing.woorden), "zoektekst"), FloatField())
            passend = passend.annotate(gelijkenis=gelijkenis).order_by("-gelijkenis", *orde)
        else:
            passend = passend.order_by(*orde)
        if passend.exists():
            return passend[:hoeveel]
    return adressen.none()

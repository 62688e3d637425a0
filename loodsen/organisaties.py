"""Organisations that are there twice: finding them, and making one of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from akt.versies import vergrendel
from loodsen.models import Contactpersoon, Organisatie
from loodsen.verwijzingen import verplaats

# From here names are alike enough to look at (0 to 1, pg_trgm).
GELIJKENIS = 0.55
HOEVEEL = 50
# An address here says nothing of where someone works.
ALGEMENE_DOMEINEN = (
    "gmail.com", "hotmail.com", "hotmail.nl", "outlook.com", "live.nl", "icloud.com", "yahoo.com", "ziggo.nl",
    "kpnmail.nl", "xs4all.nl", "planet.nl", "home.nl", "hetnet.nl", "casema.nl", "voorbeeld.example",
)  # fmt: skip
# What one chooses between when two become one.
VELDEN = (
    "naam", "soort", "gemeente", "kvk_nummer", "website", "rol", "verantwoordelijkheid", "belang", "kansen", "actief",
)  # fmt: skip

# By each name's trigrams (indexed), or by a shared domain of the e-mail addresses. Two KvK numbers are two companies.
KANDIDATEN = """
WITH domeinen AS (
    SELECT DISTINCT organisatie_id, lower(split_part(email, '@', 2)) AS domein
    FROM loodsen_contactpersoon WHERE gewist_op IS NULL AND bewaren_tot > current_date
), paren AS (
    SELECT a.id AS een, b.id AS ander, similarity(a.naam, b.naam) AS gelijk, '' AS domein
    FROM loodsen_organisatie a JOIN loodsen_organisatie b ON a.id < b.id AND a.naam %% b.naam
    WHERE similarity(a.naam, b.naam) >= %(gelijkenis)s
    UNION ALL
    SELECT a.organisatie_id, b.organisatie_id, 0, a.domein
    FROM domeinen a JOIN domeinen b ON a.domein = b.domein AND a.organisatie_id < b.organisatie_id
    WHERE a.domein <> ALL(%(algemeen)s)
)
SELECT p.een, p.ander, max(p.gelijk), max(p.domein)
FROM paren p
JOIN loodsen_organisatie a ON a.id = p.een
JOIN loodsen_organisatie b ON b.id = p.ander
WHERE a.kvk_nummer = '' OR b.kvk_nummer = ''
GROUP BY p.een, p.ander
ORDER BY max(p.gelijk) DESC, p.een, p.ander
LIMIT %(hoeveel)s
"""


@dataclass(frozen=True)
class Kandidaat:
    """Two organisations that may be one, and why one would think so."""

    een: Organisatie
    ander: Organisatie
    reden: str


def kandidaten() -> list[Kandidaat]:
    """The likeliest doubles first, at most HOEVEEL."""
    with connection.cursor() as cursor:
        cursor.execute(KANDIDATEN, {"gelijkenis": GELIJKENIS, "algemeen": list(ALGEMENE_DOMEINEN), "hoeveel": HOEVEEL})
        paren = cursor.fetchall()
    ids = {nummer for een, ander, _, _ in paren for nummer in (een, ander)}
    organisaties = Organisatie.objects.select_related("gemeente").defer("gemeente__grens").in_bulk(ids)
    return [
        Kandidaat(organisaties[een], organisaties[ander], _reden(gelijk, domein))
        for een, ander, gelijk, domein in paren
    ]


def _reden(gelijk: float, domein: str) -> str:
    redenen = ["de namen lijken op elkaar"] if gelijk else []
    redenen += [f"allebei e-mailadressen van {domein}"] if domein else []
    return " en ".join(redenen)


@transaction.atomic
def voeg_samen(
    blijft: Organisatie, weg: Organisatie, waarden: dict[str, Any], gezien: tuple[int, int]
) -> tuple[Organisatie, int]:
    """Make one of two: `blijft` gets `waarden`, all that points at `weg` moves over, and `weg` goes.

    `gezien` are the versions of both that the person looked at. Returns what stays and how many rows moved. Raises
    `Conflict` when someone changed one of them, and `AktFout` where both have what there may be only one of.
    """
    # In the order of their numbers, so that two who do the same wait for each other.
    for ding, versie in sorted(((blijft, gezien[0]), (weg, gezien[1])), key=lambda paar: paar[0].pk):
        vergrendel(ding, versie)
    blijft.refresh_from_db()
    reden = f"{weg.naam[:70]} ging hierin op"
    dubbel = 0
    for persoon in weg.contactpersonen.filter(gewist_op__isnull=True):
        zelfde = blijft.contactpersonen.filter(gewist_op__isnull=True, email__iexact=persoon.email).first()
        if zelfde is not None:
            _een_persoon(zelfde, persoon, reden)
            dubbel += 1
    verplaatst = verplaats(weg, blijft, reden) + dubbel
    weg._change_reason = f"samengevoegd met {blijft.naam}"[:100]  # type: ignore[attr-defined]
    weg.delete()
    for naam, waarde in waarden.items():
        setattr(blijft, naam, waarde)
    blijft.demo = blijft.demo and weg.demo
    blijft._change_reason = reden  # type: ignore[attr-defined]
    blijft.save()
    return blijft, verplaatst


def _een_persoon(blijft: Contactpersoon, weg: Contactpersoon, reden: str) -> None:
    """The same person twice: one row, with the newest consent. The other goes with its history."""
    verplaats(weg, blijft, reden)
    for naam in ("naam", "functie", "telefoon"):
        setattr(blijft, naam, getattr(blijft, naam) or getattr(weg, naam))
    if (weg.toestemming_op is not None) and (
        blijft.toestemming_op is None or weg.toestemming_op > blijft.toestemming_op
    ):
        for naam in ("grondslag", "toestemming_op", "gevraagd_op", "bewaren_tot"):
            setattr(blijft, naam, getattr(weg, naam))
    gebruiker, nummer = blijft.gebruiker or weg.gebruiker, weg.pk
    weg.delete()
    Contactpersoon.history.filter(id=nummer).delete()
    blijft.gebruiker = gebruiker
    blijft._change_reason = reden  # type: ignore[attr-defined]
    blijft.save()

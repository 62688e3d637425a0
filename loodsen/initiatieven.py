"""What happens to an initiatief: filed, brought together with places, released to who filed it, closed, forgotten."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from akt import post
from akt.fouten import AktFout, Conflict
from akt.models import Gebruiker
from akt.versies import vergrendel
from loodsen import matching
from loodsen.models import Cluster, Initiatief, Koppeling, nieuwe_sleutel
from monitoring.models import Adres, Pand, Terrein

ONTVANGEN = post.soort("initiatief-ontvangen", "Initiatief ontvangen")
VRIJGEGEVEN = post.soort("initiatief-plek", "Plek voor een initiatief")


class GeenMatch(AktFout):
    """The place does not meet the hard conditions of the initiatief."""


def volgadres(initiatief: Initiatief) -> str:
    """Full address of the page where the initiatiefnemer follows it; whoever has it gets in."""
    return settings.BASIS_URL + reverse("loodsen:initiatief-volgen", args=[initiatief.sleutel])


def meld_ontvangst(initiatief: Initiatief) -> None:
    """Mail the link to follow it. Nothing that was typed in goes along, so that nobody mails others through us."""
    post.schrijf(
        ONTVANGEN, initiatief.indiener_email, f"Uw initiatief {initiatief.nummer}",
        "loodsen/initiatieven/mail_ontvangen.txt", {"nummer": initiatief.nummer, "adres": volgadres(initiatief)},
    )  # fmt: skip


# --- koppelingen ---------------------------------------------------------------------------------
def koppel(
    initiatief: Initiatief, plek: Pand | Terrein, gebruiker: Gebruiker, gewichten: Mapping[str, int] | None = None
) -> Koppeling:  # fmt: skip
    """Propose a place for an initiatief, with its score and reasons as they are now.

    Raises `GeenMatch` for a place that does not suit, and `Conflict` when it was proposed already or all is over.
    """
    if initiatief.status == Initiatief.Status.AFGESLOTEN:
        raise Conflict("Dit initiatief is intussen afgesloten.")
    match = matching.match_met(initiatief, plek, gewichten)
    if match is None:
        raise GeenMatch("Deze plek past niet bij wat het initiatief zoekt: te klein, niet leeg of in een ander gebied.")
    veld = "terrein" if isinstance(plek, Terrein) else "pand"
    try:
        with transaction.atomic():
            koppeling = Koppeling.objects.create(
                initiatief=initiatief, score=match.score, redenen=match.bevroren(), voorgesteld_door=gebruiker,
                demo=initiatief.demo, **{veld: plek},
            )  # fmt: skip
            if initiatief.status == Initiatief.Status.NIEUW:
                zet_status(initiatief, Initiatief.Status.ACTIEF)
    except IntegrityError:
        raise Conflict("Deze plek is al voorgesteld bij dit initiatief.") from None
    return koppeling


def verplaats(koppeling: Koppeling, fase: str, gezien: int, notitie: str = "", reden: str = "") -> None:
    """Take a koppeling to another phase. Raises `Conflict` when someone else just did."""
    with transaction.atomic():
        vergrendel(koppeling, gezien)
        koppeling.fase, koppeling.notitie = fase, notitie
        koppeling.reden_afgevallen = reden if fase == Koppeling.Fase.AFGEVALLEN else ""
        koppeling.save(update_fields=["fase", "notitie", "reden_afgevallen"])
        if fase == Koppeling.Fase.GELUKT and koppeling.initiatief.status != Initiatief.Status.AFGESLOTEN:
            zet_status(koppeling.initiatief, Initiatief.Status.GEKOPPELD)


def zet_status(initiatief: Initiatief, status: str) -> None:
    initiatief.status = status
    initiatief.save(update_fields=["status", "afgesloten_op"])


def plek_in_woorden(plek: Pand | Terrein) -> str:
    """As the initiatiefnemer gets to see it: the address of a pand, or the name of a terrein."""
    if isinstance(plek, Terrein):
        return f"terrein {plek.naam}, {plek.gemeente}"
    adres = Adres.objects.filter(panden=plek, einde__isnull=True).order_by("straat", "huisnummer").first()
    return str(adres) if adres else f"{plek}, {plek.gemeente}"


def geef_vrij(koppeling: Koppeling, gebruiker: Gebruiker, vrijgave: Mapping[str, Any], gezien: int) -> None:
    """Show the place to who filed the initiatief, and mail that. `vrijgave` holds plek, m2 and tekst.

    Raises `Conflict` when someone else changed the koppeling meanwhile.
    """
    with transaction.atomic():
        vergrendel(koppeling, gezien)
        koppeling.vrijgegeven_op, koppeling.vrijgegeven_door = timezone.now(), gebruiker
        koppeling.vrijgegeven_plek, koppeling.vrijgegeven_m2 = vrijgave["plek"], vrijgave["m2"]
        koppeling.vrijgegeven_tekst = vrijgave["tekst"]
        koppeling.save()
        initiatief = koppeling.initiatief
        if initiatief.indiener_email:
            post.schrijf(
                VRIJGEGEVEN, initiatief.indiener_email, f"Een plek voor uw initiatief {initiatief.nummer}",
                "loodsen/initiatieven/mail_vrijgegeven.txt",
                {"initiatief": initiatief, "koppeling": koppeling, "adres": volgadres(initiatief)},
                antwoord_aan=gebruiker.email,
            )  # fmt: skip


# --- closing and forgetting ----------------------------------------------------------------------
def wis(initiatief: Initiatief) -> None:
    """Close an initiatief and forget who filed it, here and in its history. What it asked stays, for the figures."""
    leeg = dict.fromkeys(Initiatief.PERSOONSGEGEVENS, "")
    with transaction.atomic():
        for veld, waarde in leeg.items():
            setattr(initiatief, veld, waarde)
        initiatief.gebruiker = None
        initiatief.status = Initiatief.Status.AFGESLOTEN
        initiatief.gewist_op = timezone.now()
        # The old link must lead nowhere.
        initiatief.sleutel = nieuwe_sleutel()
        initiatief.save()
        initiatief.history.update(**leeg, gebruiker=None)


def wis_oude_initiatieven(nu: datetime.datetime | None = None) -> int:
    """Forget who filed initiatieven that were closed long enough ago; returns how many."""
    grens = (nu or timezone.now()) - datetime.timedelta(days=settings.AKT_INITIATIEF_BEWAREN_DAGEN)
    oud = list(Initiatief.objects.filter(afgesloten_op__lt=grens, gewist_op__isnull=True))
    for initiatief in oud:
        wis(initiatief)
    return len(oud)


# --- clusters ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Voorstel:
    """Initiatieven that together could fill a terrein, each with another use. `m2` is what they ask together."""

    terrein: Terrein
    matches: tuple[matching.Match, ...]
    leeg_m2: int
    m2: int


def stel_clusters_voor(
    initiatieven: list[Initiatief], gemeenten: list[str] | None = None, hoeveel: int = 5
) -> list[Voorstel]:  # fmt: skip
    """Initiatieven with different uses that fit on one terrein together, the most m² first.

    On each terrein the best of every use joins while there is room. Ones already in one cluster are not proposed.
    """
    per_terrein: dict[int, list[matching.Match]] = {}
    for match in matching.terreinen_voor(initiatieven, gemeenten):
        per_terrein.setdefault(match.plek.pk, []).append(match)
    voorstellen: dict[frozenset[int], Voorstel] = {}
    for matches in per_terrein.values():
        samen: dict[str, matching.Match] = {}
        vol = 0
        for match in sorted(matches, key=lambda match: (-match.score, match.initiatief.pk)):
            nodig = vraagt_m2(match.initiatief)
            if match.initiatief.bestemming not in samen and nodig and vol + nodig <= match.leeg_m2:
                samen[match.initiatief.bestemming] = match
                vol += nodig
        clusters = {match.initiatief.cluster_id for match in samen.values()}
        if len(samen) < 2 or (len(clusters) == 1 and None not in clusters):
            continue
        terrein = matches[0].plek
        assert isinstance(terrein, Terrein)  # noqa: S101
        voorstel = Voorstel(terrein, tuple(samen.values()), matches[0].leeg_m2, vol)
        wie = frozenset(match.initiatief.pk for match in voorstel.matches)
        # The same company on several terreinen: where it suits best.
        beste = voorstellen.get(wie)
        if beste is None or _som(voorstel) > _som(beste):
            voorstellen[wie] = voorstel
    return sorted(voorstellen.values(), key=lambda v: (-v.m2, -_som(v), v.terrein.naam))[:hoeveel]


def _som(voorstel: Voorstel) -> int:
    return sum(match.score for match in voorstel.matches)


def vraagt_m2(initiatief: Initiatief) -> int:
    """How much room an initiatief takes at the least, in m²; 0 when it does not say."""
    return initiatief.m2_min or initiatief.m2_max or 0


def maak_cluster(naam: str, toelichting: str, initiatieven: list[Initiatief]) -> Cluster:
    with transaction.atomic():
        cluster = Cluster.objects.create(naam=naam, toelichting=toelichting)
        zet_in_cluster(cluster, initiatieven)
    return cluster


def zet_in_cluster(cluster: Cluster | None, initiatieven: list[Initiatief]) -> None:
    for initiatief in initiatieven:
        initiatief.cluster = cluster
        initiatief.save(update_fields=["cluster"])

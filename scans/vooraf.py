"""Answers that the portal already knows from the monitoring, each with its evidence. What isn't known stays None.

A criterium names one of these functions in `vooraf`. Several panden of one scan get an answer when they agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.gis.measure import D
from django.db.models import Q
from django.utils import timezone

from akt.opmaak import aantal, datum, getal, m2, procent
from monitoring.models import Kerncijfer, Niveau, Pand, Pandstand, Terrein, Transformatie, Voorziening

# Percents of the voorraad: about twice what stands empty in a market that works.
VEEL_LEEG = 10
# Metres on foot, as in the explanation of the criteria.
AFSTAND = {
    Voorziening.Soort.WINKELS: 500,
    Voorziening.Soort.HORECA: 500,
    Voorziening.Soort.KINDEROPVANG: 800,
    Voorziening.Soort.GROEN: 500,
    Voorziening.Soort.TREIN: 1200,
    Voorziening.Soort.OV: 400,
}
BUURT_M = 1000
LANG_LEEG_JAREN = 3
OUD_JAREN = 15
GROOT_M2 = 2000
ASBESTVRIJ_VANAF = 1994


@dataclass(frozen=True)
class Bevinding:
    """An answer with what it rests on, in Dutch; with None the evidence says what is missing."""

    gunstig: bool | None
    bewijs: str


class Feiten:
    """What the monitoring knows about one pand, looked up once."""

    def __init__(self, pand: Pand, vandaag: datetime.date | None = None) -> None:
        self.pand = pand
        self.vandaag = vandaag or timezone.localdate()

    @cached_property
    def stand(self) -> Pandstand | None:
        return Pandstand.objects.filter(pand=self.pand).first()

    @cached_property
    def terrein(self) -> Terrein | None:
        return self.pand.terrein

    @cached_property
    def voorzieningen(self) -> dict[str, Voorziening]:
        return {rij.soort: rij for rij in self.terrein.voorzieningen.all()} if self.terrein else {}

    @cached_property
    def kerncijfer(self) -> Kerncijfer | None:
        """The newest of the terrein, else of the gemeente."""
        plekken = [(Niveau.TERREIN, self.terrein.code)] if self.terrein else []
        if self.pand.gemeente_id:
            plekken.append((Niveau.GEMEENTE, self.pand.gemeente_id))
        for niveau, code in plekken:
            rijen = Kerncijfer.objects.totalen().van(niveau, code).filter(voorraad_m2__gt=0)
            if rij := rijen.order_by("-peildatum").first():
                return rij
        return None

    @cached_property
    def transformaties(self) -> list[Transformatie]:
        """Others that are under way or done, on the same terrein or nearby."""
        dichtbij = Q()
        if self.terrein:
            dichtbij |= Q(panden__terrein=self.terrein)
        if self.pand.omtrek:
            dichtbij |= Q(panden__omtrek__dwithin=(self.pand.omtrek, D(m=BUURT_M)))
        if not dichtbij:
            return []
        fasen = [Transformatie.Fase.VERGUNNING, Transformatie.Fase.BOUW, Transformatie.Fase.GEREED]
        anderen = Transformatie.objects.exclude(panden=self.pand)
        return list(anderen.filter(dichtbij, fase__in=fasen).distinct().order_by("naam"))


# --- around the pand ----------------------------------------------------------------------------
def leegstand_gebied(feiten: Feiten) -> Bevinding:
    cijfer = feiten.kerncijfer
    if cijfer is None:
        return Bevinding(None, "Van dit gebied zijn geen kerncijfers.")
    deel = 100 * cijfer.leegstand_m2 / cijfer.voorraad_m2
    waar = f"Op {feiten.terrein}" if cijfer.niveau == Niveau.TERREIN else f"In {feiten.pand.gemeente}"
    bewijs = f"{waar} stond op {datum(cijfer.peildatum)} {procent(deel)} van de kantoren leeg (kerncijfers)."
    return Bevinding(deel >= VEEL_LEEG, bewijs)


def gemengd_gebied(feiten: Feiten) -> Bevinding:
    if feiten.terrein is None:
        return Bevinding(None, "Het pand ligt niet op een terrein dat het portaal kent.")
    soort = feiten.terrein.get_soort_display().lower()
    if feiten.terrein.soort == Terrein.Soort.GEMENGD:
        return Bevinding(True, f"{feiten.terrein} is een {soort} (soort van het terrein).")
    return Bevinding(None, f"{feiten.terrein} is een {soort}. Of er woningen tegenaan liggen, weet het portaal niet.")


def _dichtbij(feiten: Feiten, soort: Voorziening.Soort) -> Bevinding:
    voorziening = feiten.voorzieningen.get(soort)
    if voorziening is None or voorziening.afstand_m is None:
        return Bevinding(None, f"De afstand is niet vastgelegd ({soort.label.lower()}).")
    bewijs = (
        f"{soort.label} op {getal(voorziening.afstand_m)} meter van het midden van {feiten.terrein} (voorzieningen); "
        f"de grens is {getal(AFSTAND[soort])} meter."
    )
    return Bevinding(voorziening.afstand_m <= AFSTAND[soort], bewijs)


def winkels_dichtbij(feiten: Feiten) -> Bevinding:
    return _dichtbij(feiten, Voorziening.Soort.WINKELS)


def horeca_dichtbij(feiten: Feiten) -> Bevinding:
    return _dichtbij(feiten, Voorziening.Soort.HORECA)


def opvang_dichtbij(feiten: Feiten) -> Bevinding:
    """The portal knows of kinderopvang, not of schools: so it can say no, but not yes."""
    opvang = _dichtbij(feiten, Voorziening.Soort.KINDEROPVANG)
    if not opvang.gunstig:
        return opvang
    return Bevinding(None, f"{opvang.bewijs} Of er een basisschool is, weet het portaal niet.")


def groen_dichtbij(feiten: Feiten) -> Bevinding:
    return _dichtbij(feiten, Voorziening.Soort.GROEN)


def trein_dichtbij(feiten: Feiten) -> Bevinding:
    return _dichtbij(feiten, Voorziening.Soort.TREIN)


def ov_dichtbij(feiten: Feiten) -> Bevinding:
    return _dichtbij(feiten, Voorziening.Soort.OV)


def transformaties_in_de_buurt(feiten: Feiten) -> Bevinding:
    gevonden = feiten.transformaties
    if not gevonden:
        return Bevinding(None, "Het portaal kent hier geen transformatie. Vraag de gemeente naar plannen.")
    namen = ", ".join(project.naam[:60] for project in gevonden[:2])
    hoeveel = aantal(len(gevonden), "andere transformatie", "andere transformaties")
    return Bevinding(True, f"{hoeveel} vergund, in bouw of gereed in de buurt, zoals {namen} (transformaties).")


# --- the pand itself ----------------------------------------------------------------------------
def _geen_stand() -> Bevinding:
    return Bevinding(None, "Van dit pand is geen leegstand vastgelegd.")


def _jaren(van: datetime.date, tot: datetime.date) -> int:
    """Whole years between two days."""
    return tot.year - van.year - ((tot.month, tot.day) < (van.month, van.day))


def leeg_drie_jaar(feiten: Feiten) -> Bevinding:
    """Up to the day it was last seen: what happened since isn't known."""
    stand = feiten.stand
    if stand is None:
        return _geen_stand()
    gezien = f"(waarneming van {datum(stand.peildatum)})"
    if stand.leegstand_m2 == 0:
        return Bevinding(False, f"Er staat niets leeg {gezien}.")
    leeg = f"{m2(stand.leegstand_m2)} van {m2(stand.voorraad_m2)} staat leeg"
    if stand.leeg_sinds is None:
        return Bevinding(None, f"{leeg}, onbekend sinds wanneer {gezien}.")
    bewijs = f"{leeg} sinds {datum(stand.leeg_sinds)} {gezien}."
    if _jaren(stand.leeg_sinds, feiten.vandaag) < LANG_LEEG_JAREN:
        return Bevinding(False, bewijs)
    if _jaren(stand.leeg_sinds, stand.peildatum) >= LANG_LEEG_JAREN and stand.leegstand_m2 == stand.voorraad_m2:
        return Bevinding(True, bewijs)
    return Bevinding(None, bewijs)


def geheel_leeg(feiten: Feiten) -> Bevinding:
    stand = feiten.stand
    if stand is None or stand.voorraad_m2 == 0:
        return _geen_stand()
    bewijs = (
        f"{m2(stand.leegstand_m2)} van {m2(stand.voorraad_m2)} staat leeg (waarneming van {datum(stand.peildatum)})."
    )
    if stand.leegstand_m2 == stand.voorraad_m2:
        return Bevinding(True, bewijs)
    return Bevinding(None, f"{bewijs} Wanneer de huur van de rest afloopt, weet het portaal niet.")


def oud_genoeg(feiten: Feiten) -> Bevinding:
    bouwjaar = feiten.pand.bouwjaar
    if bouwjaar is None:
        return Bevinding(None, "Het bouwjaar is niet bekend.")
    return Bevinding(feiten.vandaag.year - bouwjaar > OUD_JAREN, f"Bouwjaar {bouwjaar} (BAG).")


def groot_genoeg(feiten: Feiten) -> Bevinding:
    if feiten.stand and feiten.stand.voorraad_m2:
        voorraad, bron = feiten.stand.voorraad_m2, f"waarneming van {datum(feiten.stand.peildatum)}"
    else:
        voorraad, bron = feiten.pand.geraamde_voorraad, "geraamd uit de BAG"
    if not voorraad:
        return Bevinding(None, "Het oppervlak is niet bekend.")
    return Bevinding(voorraad >= GROOT_M2, f"{m2(voorraad)} VVO ({bron}); de grens is {m2(GROOT_M2)}.")


def na_1994(feiten: Feiten) -> Bevinding:
    """Old doesn't mean that cleaning up is dear, only that it must be looked at."""
    bouwjaar = feiten.pand.bouwjaar
    if bouwjaar is None:
        return Bevinding(None, "Het bouwjaar is niet bekend.")
    if bouwjaar >= ASBESTVRIJ_VANAF:
        return Bevinding(True, f"Bouwjaar {bouwjaar} (BAG): na het verbod op asbest.")
    return Bevinding(None, f"Bouwjaar {bouwjaar} (BAG): laat een asbestinventarisatie doen.")


FUNCTIES: dict[str, Callable[[Feiten], Bevinding]] = {
    functie.__name__: functie
    for functie in (
        leegstand_gebied, gemengd_gebied, winkels_dichtbij, horeca_dichtbij, opvang_dichtbij, groen_dichtbij,
        trein_dichtbij, ov_dichtbij, transformaties_in_de_buurt, leeg_drie_jaar, geheel_leeg, oud_genoeg, groot_genoeg,
        na_1994,
    )
}  # fmt: skip


def beantwoord(
    panden: Iterable[Pand], namen: Iterable[str], vandaag: datetime.date | None = None
) -> dict[str, Bevinding]:
    """By name of the function, those that exist; an unknown name stays without an answer."""
    feiten = [Feiten(pand, vandaag) for pand in panden]
    if not feiten:
        return {}
    return {naam: _samen([FUNCTIES[naam](feit) for feit in feiten]) for naam in sorted(set(namen) & set(FUNCTIES))}


def _samen(bevindingen: list[Bevinding]) -> Bevinding:
    eerste = bevindingen[0]
    if all(bevinding == eerste for bevinding in bevindingen):
        return eerste
    zelfde = all(bevinding.gunstig == eerste.gunstig for bevinding in bevindingen)
    bewijs = " ".join(dict.fromkeys(bevinding.bewijs for bevinding in bevindingen))
    return Bevinding(eerste.gunstig if zelfde else None, bewijs if len(bewijs) <= 300 else f"{bewijs[:299]}…")

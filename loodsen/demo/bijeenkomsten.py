"""Bijeenkomsten: one held with minutes, a PAKT whose agendacommissie lacks a member, one open to all."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from akt.models import Gebruiker
from akt.opmaak import aantal
from loodsen.bijeenkomsten import op_tijd
from loodsen.models import Actie, Agendacommissielid, Agendapunt, Besluit, Bijeenkomst, Kantorenloods, Uitnodiging
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Regio

Soort, Stand, Rang = Bijeenkomst.Soort, Uitnodiging.Stand, Uitnodiging.Hoedanigheid
LOODSENAGENDA = (("Opening en mededelingen", 10), ("Rondje langs de gemeenten", 45), ("De nieuwe ronde invullen", 30),
                 ("Afspraken", 15))  # fmt: skip
PAKTAGENDA = (("Welkom door de gedeputeerde (verzonnen)", 10), ("Stand van de leegstand", 20),
              ("Financiering van transformatie", 45), ("Kansen per gemeente", 45))  # fmt: skip
NOTULEN = "\n\n".join(
    (
        "Dit verslag is verzonnen.",
        "Elke gemeente vertelde kort hoe het gaat. In vier gemeenten daalt de leegstand, vooral rond de stations. Bij "
        "kantoren langs de snelweg gebeurt nog weinig.",
        "De coach liet zien hoe een ronde met Excel wordt ingevuld. Twee gemeenten willen daar hulp bij.",
        "Volgende keer nodigen we een belegger uit die vertelt waarom een gebouw wel of niet wordt omgezet.",
    )
)


def maak_demo(zaad: int) -> str:
    coach = Gebruiker.objects.filter(email=f"coach@{DOMEIN}").first()
    if coach is None:
        return ""
    loodsen = list(Kantorenloods.objects.filter(demo=True, eerste=True).select_related("gemeente", "gebruiker"))
    geweest = _maak(coach, Soort.LOODSENSESSIE, "Loodsensessie najaar", -45, locatie="Provinciehuis, Utrecht")
    _agenda(geweest, LOODSENAGENDA)
    _nodig_uit(geweest, loodsen, coach, geweest=True)
    _notulen(geweest, coach, loodsen)
    _nodig_uit(
        _maak(coach, Soort.LOODSENSESSIE, "Loodsensessie winter", 46, locatie="Provinciehuis, Utrecht"), loodsen, coach
    )
    pakt = _maak(
        coach, Soort.PAKT, "PAKT voorjaar", 30, uren=3, locatie="Jaarbeurs, Utrecht", plaatsen=45,
        toelichting="Het platform van gemeenten, provincie en markt, twee keer per jaar.",
    )  # fmt: skip
    _agenda(pakt, PAKTAGENDA)
    for lid, hoedanigheid in ((coach, "kantorencoach"), (loodsen[0].gebruiker if loodsen else None, "kantorenloods")):
        if lid is not None:
            Agendacommissielid.objects.create(bijeenkomst=pakt, gebruiker=lid, naam=lid.naam, hoedanigheid=hoedanigheid)
    # Some are left to invite.
    _nodig_uit(pakt, loodsen[:-2], coach)
    markt = Gebruiker.objects.filter(email=f"marktpartij@{DOMEIN}").first()
    if markt is not None:
        Uitnodiging.objects.create(
            bijeenkomst=pakt, naam=markt.naam, email=markt.email, gebruiker=markt, hoedanigheid=Rang.MARKTPARTIJ
        )
    open_ = _maak(
        coach, Soort.CODESIGN, "CoDesign: wonen in een oud kantoor", 18, openbaar=True, plaatsen=60,
        locatie="Bibliotheek Neude, Utrecht",
        toelichting="Een middag voor iedereen met een idee voor een leeg kantoor. Verzonnen voorbeeld.",
    )  # fmt: skip
    _agenda(open_, (("Inloop", 15), ("Drie voorbeelden", 45), ("Zelf ontwerpen in groepen", 60)))
    open_.agenda_vastgesteld_op, open_.agenda_vastgesteld_door = timezone.now(), coach
    open_.save()
    regio = Regio.objects.filter(code="U10").first()
    if regio is not None:
        _maak(coach, Soort.REGIO, "Ambtelijk overleg U10", 25, regio=regio, locatie="Stadskantoor, Utrecht")
    return f"{aantal(Bijeenkomst.objects.filter(demo=True).count(), 'bijeenkomst', 'bijeenkomsten')} in de agenda."


def _maak(coach: Gebruiker, soort: str, titel: str, dagen: int, uren: int = 2, **velden: object) -> Bijeenkomst:
    """One so many days from today, at one o'clock, not in a weekend."""
    dag = timezone.localdate() + datetime.timedelta(dagen)
    dag += datetime.timedelta(max(0, 7 - dag.weekday()) if dag.weekday() > 4 else 0)
    begin = op_tijd(dag, datetime.time(13))
    return Bijeenkomst.objects.create(
        soort=soort, titel=titel, begin=begin, einde=begin + datetime.timedelta(hours=uren), organisator=coach,
        demo=True, **velden,
    )  # fmt: skip


def _agenda(bijeenkomst: Bijeenkomst, punten: tuple[tuple[str, int], ...]) -> None:
    for nummer, (onderwerp, minuten) in enumerate(punten, start=1):
        Agendapunt.objects.create(bijeenkomst=bijeenkomst, volgorde=nummer, onderwerp=onderwerp, minuten=minuten)


def _nodig_uit(bijeenkomst: Bijeenkomst, loodsen: list[Kantorenloods], coach: Gebruiker, geweest: bool = False) -> None:
    """Every loods and the coach; most come, one doesn't, one hasn't answered. No mail goes out."""
    antwoorden = [Stand.KOMT] * 3 + [Stand.KOMT_NIET, Stand.KOMT, Stand.UITGENODIGD, Stand.KOMT, Stand.KOMT]
    gasten: list[tuple[Any, ...]] = [
        (loods.naam, loods.email, loods.gebruiker, Rang.KANTORENLOODS, loods.gemeente) for loods in loodsen
    ]
    gasten.append((coach.naam, coach.email, coach, Rang.COACH, None))
    for nummer, (naam, email, gebruiker, hoedanigheid, gemeente) in enumerate(gasten):
        stand = antwoorden[nummer % len(antwoorden)]
        Uitnodiging.objects.create(
            bijeenkomst=bijeenkomst, naam=naam, email=email, gebruiker=gebruiker, hoedanigheid=hoedanigheid,
            gemeente=gemeente, stand=stand, geantwoord_op=None if stand == Stand.UITGENODIGD else timezone.now(),
            aanwezig=(stand == Stand.KOMT) if geweest else None,
        )  # fmt: skip


def _notulen(bijeenkomst: Bijeenkomst, coach: Gebruiker, loodsen: list[Kantorenloods]) -> None:
    Besluit.objects.create(bijeenkomst=bijeenkomst, nummer=1, tekst="Elke gemeente vult de ronde voor de deadline in.")
    Besluit.objects.create(bijeenkomst=bijeenkomst, nummer=2, tekst="De volgende keer komt een belegger vertellen.")
    vandaag = timezone.localdate()
    Actie.objects.create(
        bijeenkomst=bijeenkomst, omschrijving="Een belegger uitnodigen", eigenaar=coach,
        voor=vandaag + datetime.timedelta(20), demo=True,
    )  # fmt: skip
    for loods in loodsen[:1]:
        Actie.objects.create(
            bijeenkomst=bijeenkomst, omschrijving="Lijst met snelwegkantoren delen", eigenaar=loods.gebruiker,
            eigenaar_naam=loods.naam, voor=vandaag - datetime.timedelta(5), demo=True,
        )  # fmt: skip
    nu = timezone.now()
    bijeenkomst.status, bijeenkomst.notulen = Bijeenkomst.Status.GEHOUDEN, NOTULEN
    bijeenkomst.agenda_vastgesteld_op = bijeenkomst.notulen_vastgesteld_op = nu
    bijeenkomst.agenda_vastgesteld_door = bijeenkomst.notulen_vastgesteld_door = coach
    bijeenkomst.save()


def verwijder() -> None:
    Actie.objects.filter(bijeenkomst__demo=True).delete()
    Actie.history.filter(demo=True).delete()
    nummers = list(Bijeenkomst.objects.filter(demo=True).values_list("pk", flat=True))
    Bijeenkomst.objects.filter(demo=True).delete()
    for model in (Agendapunt, Agendacommissielid, Besluit):
        model.history.filter(bijeenkomst__in=nummers).delete()
    Bijeenkomst.history.filter(demo=True).delete()

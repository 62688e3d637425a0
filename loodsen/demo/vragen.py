"""Made-up questions: some wait, one is too late, one is with the coachteam, some were answered."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from akt.models import Bericht
from akt.opmaak import aantal
from loodsen.models import Kantorenloods, Vraag
from loodsen.vragen import Soort, Status, Via, mailsleutel
from loodsen.werktijd import uiterste_dag
from monitoring.demo.gebruikers import DOMEIN
from monitoring.models import Pand


@dataclass(frozen=True, slots=True)
class Demovraag:
    """`dagen` ago it was asked; answered `na` working days later, None for not yet."""

    wie: str
    organisatie: str
    onderwerp: str
    tekst: str
    dagen: int
    na: int | None = None
    antwoord: str = ""
    coachteam: bool = False


VRAGEN = (
    Demovraag(
        "Vera Verzonnen", "Ontwikkelaar Niet Bestaand bv",
        "Woningen in een leeg kantoor",
        "Wij onderzoeken of dit kantoor appartementen kan worden. Laat het bestemmingsplan wonen toe, en wat zijn de "
        "eisen voor geluid en parkeren?",
        0,
    ),
    Demovraag(
        "Demi Demo", "",
        "Tijdelijk gebruik door kunstenaars",
        "Ons collectief zoekt voor twee jaar ongeveer 600 m² werkruimte. Is er een eigenaar die daarvoor openstaat?",
        4,
    ),
    Demovraag(
        "Bas Bedacht", "Belegger Fictief nv",
        "Splitsen van een pand",
        "Kunnen wij de bovenste drie verdiepingen verkopen en de plint als winkel houden? Hoe lang duurt dat?",
        16,
    ),
    Demovraag(
        "Fien Fantasie", "Woningcorporatie Voorbeeld",
        "Studentenwoningen bij het station",
        "Welke panden bij het station komen in aanmerking voor 80 studentenwoningen?",
        5, coachteam=True,
    ),
    Demovraag(
        "Otto Onecht", "Hotelketen Denkbeeldig",
        "Hotel in een kantoortoren",
        "Is er ruimte in het hotelbeleid voor 120 kamers?",
        40, 1,
        "Beste Otto,\n\nHet hotelbeleid geeft ruimte voor 300 kamers tot 2030, waarvan er nu 140 zijn vergund. Een "
        "aanvraag begint met een vooroverleg; dat duurt ongeveer zes weken.\n\nGroet,\nde kantorenloods",
    ),
    Demovraag(
        "Petra Proef", "Architectenbureau Schets",
        "Gevel vervangen",
        "Valt het vervangen van een gevel bij een verbouwing naar wonen onder nieuwbouw of onder verbouw?",
        75, 3,
        "Dat is verbouw, zolang de draagconstructie blijft staan. Voor de isolatie geldt dan het niveau van verbouw.",
    ),
    Demovraag(
        "Test Testers", "",
        "Parkeernorm bij wonen",
        "Hoeveel parkeerplaatsen zijn nodig als wij een kantoor van 2.000 m² ombouwen naar 24 appartementen?",
        130, 7, "Hierover hebben wij gebeld: 0,6 plek per appartement, omdat het station dichtbij is.",
    ),
)  # fmt: skip


def _om(dag: datetime.date, uur: int, nummer: int) -> datetime.datetime:
    """An hour on that day, or on the Friday before a weekend."""
    dag -= datetime.timedelta(days=max(0, dag.weekday() - 4))
    return datetime.datetime.combine(dag, datetime.time(uur, 7 * nummer + 3), timezone.get_current_timezone())


def maak_demo(zaad: int) -> str:
    """One question after another for the demo loodsen; the seed says with whom the row begins."""
    loodsen = list(Kantorenloods.objects.filter(demo=True).select_related("gebruiker").order_by("gemeente", "pk"))
    nu = timezone.now()
    for nummer, demo in enumerate(VRAGEN if loodsen else ()):
        loods = loodsen[(zaad + nummer) % len(loodsen)]
        gesteld = nu - datetime.timedelta(minutes=5)
        if demo.dagen:
            gesteld = _om(timezone.localdate() - datetime.timedelta(days=demo.dagen), 10, nummer)
        antwoord = None if demo.na is None else _om(uiterste_dag(gesteld, demo.na), 14, nummer)
        pand = Pand.objects.filter(demo=True, gemeente=loods.gemeente_id, einde__isnull=True).order_by("bag_id").first()
        adres = pand.adressen.filter(einde__isnull=True).first() if pand and nummer % 3 == 0 else None
        vraag = Vraag.objects.create(
            gemeente_id=loods.gemeente_id,
            loods=None if demo.coachteam else loods,
            bij_coachteam=demo.coachteam,
            naam=demo.wie,
            email=f"{demo.wie.lower().replace(' ', '.')}@{DOMEIN}",
            organisatie=demo.organisatie,
            onderwerp=demo.onderwerp,
            tekst=demo.tekst,
            plek=str(adres) if adres else "",
            pand=pand if adres else None,
            status=Status.BEANTWOORD if antwoord else Status.OPEN,
            gesteld_op=gesteld,
            sinds=antwoord or gesteld,
            beantwoord_op=antwoord,
            demo=True,
        )
        if demo.coachteam:
            vraag.berichten.create(
                soort=Soort.OVERDRACHT, tekst="Dit gaat over meer gemeenten.", naar="Coachteam van de provincie",
                door=loods.gebruiker, op=gesteld + datetime.timedelta(hours=3),
            )  # fmt: skip
        if antwoord:
            gebeld = demo.antwoord.startswith("Hierover hebben wij gebeld")
            vraag.berichten.create(
                soort=Soort.ANTWOORD, via=Via.TELEFOON if gebeld else Via.PORTAAL, tekst=demo.antwoord,
                door=loods.gebruiker, op=antwoord,
            )  # fmt: skip
    return f"{aantal(len(VRAGEN), 'vraag', 'vragen')} aan kantorenloodsen." if loodsen else ""


def verwijder() -> None:
    """With the mails about them; a visitor's own question only lets go of a demo pand."""
    vragen = Vraag.objects.filter(demo=True)
    for vraag in vragen:
        Bericht.objects.filter(sleutel__startswith=mailsleutel(vraag)).delete()
    vragen.delete()
    Vraag.history.filter(demo=True).delete()
    Vraag.objects.filter(pand__demo=True).update(pand=None)

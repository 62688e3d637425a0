"""A planning for this year, and how far the gemeenten of the programme are with their five points."""

from __future__ import annotations

import datetime
import random

from django.utils import timezone

from akt.opmaak import aantal
from loodsen.models import Gemeenteagendapunt, Procesverbetering, Programmaonderdeel, Punt
from monitoring.models import Terrein

STRAND, STATUS, STAND = Programmaonderdeel.Strand, Programmaonderdeel.Status, Gemeenteagendapunt.Stand
# Strand, what, first and last quarter, who.
PLANNING = (
    (STRAND.ORGANISATIE, "Werkplan voor het volgende jaar", 4, 4, "Team kantorencoach"),
    (STRAND.FINANCIERING, "Tweede ronde aanvragen bij het fonds", 2, 3, "Provincie Utrecht"),
    (STRAND.SCANS, "Scans van tien panden", 1, 2, "Team kantorencoach"),
    (STRAND.SCANS, "Scans evalueren", 3, 3, "Team kantorencoach"),
    (STRAND.KENNISSYSTEEM, "Praktijken herzien", 3, 4, "Kantorenloodsen"),
    (STRAND.MONITORING, "Ronde van het voorjaar", 2, 2, "Provincie Utrecht"),
    (STRAND.MONITORING, "Ronde van het najaar", 4, 4, "Provincie Utrecht"),
    (STRAND.PAKT, "PAKT, voorjaar", 2, 2, "Agendacommissie"),
    (STRAND.PAKT, "PAKT, najaar", 4, 4, "Agendacommissie"),
    *((STRAND.LOODSENSESSIES, f"Sessie {nummer} met kantorenloodsen", nummer, nummer, "Team kantorencoach")
      for nummer in (1, 2, 3, 4)),
    (STRAND.GEBIEDSSESSIES, "CoDesign in drie gebieden", 2, 4, "Gemeenten en team kantorencoach"),
    (STRAND.VERBINDEN, "Matchen van initiatieven en panden", 1, 4, "Kantorenloodsen"),
)  # fmt: skip
TEKSTEN = {
    Punt.KANTORENLOODS: "Verzonnen: het college heeft een kantorenloods aangewezen en geeft twee dagen per week.",
    Punt.BELEID: "Verzonnen: wij kiezen voor gebieden bij een station, en maken daar ruimte voor wonen.",
    Punt.PROCESSEN: "Verzonnen: een initiatiefnemer krijgt binnen vier weken antwoord op een eerste plan.",
    Punt.DOELSTELLING: "Verzonnen: de raad stelt elk jaar het doel voor leegstand, transformatie en sloop vast.",
    Punt.SAMENWERKING: "Verzonnen: wij delen elke drie maanden onze praktijken in de sessie van kantorenloodsen.",
}
VERBETERINGEN = (
    ("Een vast team voor vergunningen bij transformatie", "Vergunningen", -60, True),
    ("Vooroverleg binnen vier weken", "Vergunningen", 90, False),
    ("Bestemmingsplannen verruimen op kantorenlocaties", "Ruimtelijke ordening", -20, False),
)


def maak_demo(zaad: int) -> str:
    toeval, dag = random.Random(zaad), timezone.localdate()
    for volgorde, (strand, naam, eerste, laatste, wie) in enumerate(PLANNING):
        begin, einde = _kwartaal(dag.year, eerste)[0], _kwartaal(dag.year, laatste)[1]
        Programmaonderdeel.objects.create(
            strand=strand, naam=f"{naam} (demo)", begin=begin, einde=einde, eigenaar=wie, volgorde=volgorde,
            status=_status(begin, einde, dag, volgorde), bijgehouden_op=dag, demo=True,
        )  # fmt: skip
    # Only what nobody filled in yet.
    punten = Gemeenteagendapunt.objects.filter(bijgewerkt_op__isnull=True, beleid="").select_related("agenda")
    for punt in punten.order_by("agenda", "punt"):
        _vul(punt, dag, toeval)
    gemeenten = len({punt.agenda_id for punt in punten.model.objects.filter(demo=True)})
    return (
        f"Een planning met {aantal(len(PLANNING), 'onderdeel', 'onderdelen')} voor {dag.year} en de agenda van "
        f"{aantal(gemeenten, 'gemeente', 'gemeenten')}."
    )


def _kwartaal(jaar: int, nummer: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter."""
    volgende = datetime.date(jaar + nummer // 4, nummer % 4 * 3 + 1, 1)
    return datetime.date(jaar, nummer * 3 - 2, 1), volgende - datetime.timedelta(days=1)


def _status(begin: datetime.date, einde: datetime.date, dag: datetime.date, nummer: int) -> str:
    """Done when its time is over, except for one that is late."""
    if einde < dag:
        return STATUS.LOOPT if nummer % 7 == 3 else STATUS.GEREED
    return STATUS.GEPLAND if begin > dag else STATUS.VERTRAAGD if nummer % 5 == 4 else STATUS.LOOPT


def _vul(punt: Gemeenteagendapunt, dag: datetime.date, toeval: random.Random) -> None:
    punt.stand = toeval.choices(STAND.values, (1, 3, 2))[0]
    if punt.stand != STAND.NIET_BEGONNEN:
        punt.beleid = TEKSTEN[Punt(punt.punt)]
    punt.streefdatum = dag + datetime.timedelta(days=toeval.randrange(-60, 300))
    punt.bijgewerkt_op = timezone.now() - datetime.timedelta(days=toeval.randrange(5, 120))
    punt.demo = True
    punt.save()
    if punt.punt == Punt.BELEID and punt.beleid:
        punt.terreinen.set(Terrein.objects.filter(gemeente=punt.agenda_id, demo=True).order_by("naam")[:2])
    if punt.punt == Punt.PROCESSEN and punt.beleid:
        for wat, wie, dagen, gedaan in VERBETERINGEN:
            voor = dag + datetime.timedelta(days=dagen)
            Procesverbetering.objects.create(
                agenda_id=punt.agenda_id, wat=wat, eigenaar=wie, gereed_voor=voor, gedaan_op=voor if gedaan else None,
                demo=True,
            )  # fmt: skip


def verwijder() -> None:
    """Take the planning of the demo out and empty the points it filled, with their history."""
    onderdelen = list(Programmaonderdeel.objects.filter(demo=True).values_list("pk", flat=True))
    Programmaonderdeel.objects.filter(pk__in=onderdelen).delete()
    Programmaonderdeel.history.filter(id__in=onderdelen).delete()
    Procesverbetering.objects.filter(demo=True).delete()
    Procesverbetering.history.filter(demo=True).delete()
    # Terreinen of the demo go after this, also where someone else chose one.
    Gemeenteagendapunt.terreinen.through.objects.filter(terrein__demo=True).delete()
    punten = Gemeenteagendapunt.objects.filter(demo=True)
    ids = list(punten.values_list("pk", flat=True))
    punten.update(beleid="", stand=STAND.NIET_BEGONNEN, streefdatum=None, bijgewerkt_op=None, demo=False)
    Gemeenteagendapunt.history.filter(id__in=ids).delete()

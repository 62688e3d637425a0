"""A coach team of two, a traject with each gemeente that has a demo loods, and a log in which some were forgotten."""

from __future__ import annotations

import datetime
import random

from django.utils import timezone

from akt.models import Gebruiker
from akt.opmaak import aantal
from loodsen.models import Actie, Coachcontact, Coachtraject, Expertise, Kantorencoach, Kantorenloods, Onderwerp
from monitoring.demo.gebruikers import DOMEIN

# Days since the last contact, and how often they want to speak: three of the eight are late, one is nearly.
RITME = (
    (3, Coachtraject.Intensiteit.INTENSIEF), (95, Coachtraject.Intensiteit.GEWOON),
    (20, Coachtraject.Intensiteit.GEWOON), (150, Coachtraject.Intensiteit.LICHT),
    (38, Coachtraject.Intensiteit.GEWOON), (31, Coachtraject.Intensiteit.INTENSIEF),
    (40, Coachtraject.Intensiteit.LICHT), (9, Coachtraject.Intensiteit.GEWOON),
)  # fmt: skip
GESPREKKEN = (
    ("Voortgang van de aanpak", "De lijst met langdurig lege panden is besproken. Twee eigenaren willen praten."),
    ("Vergunning voor een transformatie", "De doorlooptijd is het knelpunt. We kijken hoe een buurgemeente het doet."),
    ("Gebiedsvisie", "De eigenaren op het terrein willen meedoen aan een CoDesign-sessie."),
    ("Een initiatiefnemer zoekt ruimte", ""),
    ("Leegstand in het beleid", "Het college neemt het onderwerp mee in de begroting."),
    ("Voorbereiding van het PAKT", "Wie nodigen we uit, en wat willen we vragen?"),
)
AFSPRAKEN = (
    "Lijst met lege panden naar de coach sturen", "Eigenaar bellen over een scan", "Gesprek met de wethouder plannen",
    "Doorlooptijd van vergunningen uitzoeken",
)  # fmt: skip


def maak_demo(zaad: int) -> str:
    toeval, dag = random.Random(zaad), timezone.localdate()
    coach_met_account = Gebruiker.objects.filter(email=f"coach@{DOMEIN}").first()
    begin = dag - datetime.timedelta(days=500)
    coaches = [
        Kantorencoach.objects.create(
            gebruiker=coach_met_account, naam="Coba Coach (demo)", herkomst=Kantorencoach.Herkomst.PROVINCIE,
            expertise=[Expertise.AANPAK, Expertise.BELEID, Expertise.PROCESSEN], email=f"coach@{DOMEIN}",
            telefoon="030 000 00 00", van=begin, demo=True,
            profiel="Verzonnen persoon. Kent de procedures van provincie en gemeenten van binnenuit.",
        ),
        Kantorencoach.objects.create(
            naam="Mart Markt (demo)", herkomst=Kantorencoach.Herkomst.MARKT,
            expertise=[Expertise.PROJECTEN, Expertise.GEBIEDEN, Expertise.FINANCIERING, Expertise.MARKT],
            email=f"marktcoach@{DOMEIN}", telefoon="030 000 00 01", van=begin, demo=True,
            profiel="Verzonnen persoon. Ontwikkelde gebieden en rekende aan tientallen transformaties.",
        ),
    ]  # fmt: skip
    loodsen = list(Kantorenloods.objects.filter(demo=True, eerste=True).select_related("gebruiker").order_by("pk"))
    contacten = 0
    for nummer, loods in enumerate(loodsen):
        dagen, intensiteit = RITME[nummer % len(RITME)]
        traject = Coachtraject.objects.create(
            gemeente_id=loods.gemeente_id, loods=loods, coach=coaches[nummer % 2],
            onderwerpen=sorted(toeval.sample(Onderwerp.values, 2)), intensiteit=intensiteit, begin=begin, demo=True,
            behoefte="Verzonnen: hulp bij het gesprek met eigenaren en bij de eigen procedures.",
            doel="Verzonnen: dit jaar twee panden van idee naar vergunning.",
        )  # fmt: skip
        contacten += _maak_log(traject, dag - datetime.timedelta(days=dagen), coach_met_account, toeval)
        _maak_afspraken(traject, loods.gebruiker, coach_met_account, dag, nummer)
    return (
        f"{aantal(len(coaches), 'kantorencoach', 'kantorencoaches')}, {aantal(len(loodsen), 'traject', 'trajecten')} "
        f"en {aantal(contacten, 'contact', 'contacten')}."
    )


def _maak_log(
    traject: Coachtraject, laatste: datetime.date, door: Gebruiker | None, toeval: random.Random
) -> int:  # fmt: skip
    """Contacts back from the last day, about as often as was wished; returns how many."""
    hoeveel, op = 0, laatste
    while op > traject.begin and hoeveel < 8:
        onderwerp, verslag = toeval.choice(GESPREKKEN)
        Coachcontact.objects.create(
            traject=traject, datum=op, vorm=toeval.choice(Coachcontact.Vorm.values), onderwerp=onderwerp,
            verslag=verslag, vertrouwelijk=hoeveel == 2, door=door, demo=True,
        )  # fmt: skip
        hoeveel += 1
        op -= datetime.timedelta(days=7 * traject.weken + toeval.randrange(-5, 12))
    return hoeveel


def _maak_afspraken(
    traject: Coachtraject, loods: Gebruiker | None, coach: Gebruiker | None, dag: datetime.date, nummer: int
) -> None:
    """Three agreements: one due about now, one later by the coach, one done."""
    for volgnummer, (wie, dagen) in enumerate(((loods, nummer * 5 - 12), (coach, 25 + nummer), (loods, -40))):
        gedaan = volgnummer == 2
        Actie.objects.create(
            omschrijving=AFSPRAKEN[(nummer + volgnummer) % len(AFSPRAKEN)], eigenaar=wie,
            eigenaar_naam="" if wie else "Kantorenloods (demo)", traject=traject,
            voor=dag + datetime.timedelta(days=dagen), demo=True, gedaan_op=timezone.now() if gedaan else None,
            gedaan_door=wie if gedaan else None,
        )  # fmt: skip


def verwijder() -> None:
    """Take it out with its history, and with what people noted in the trajecten of the demo."""
    trajecten = list(Coachtraject.objects.filter(demo=True).values_list("pk", flat=True))
    Actie.objects.filter(traject__in=trajecten).delete()
    Actie.history.filter(traject__in=trajecten).delete()
    Coachtraject.objects.filter(pk__in=trajecten).delete()
    Coachcontact.history.filter(traject__in=trajecten).delete()
    Coachtraject.history.filter(id__in=trajecten).delete()
    coaches = Kantorencoach.objects.filter(demo=True).exclude(coachtrajecten__demo=False)
    ids = list(coaches.values_list("pk", flat=True))
    Kantorencoach.objects.filter(pk__in=ids).delete()
    Kantorencoach.history.filter(id__in=ids).delete()

"""Made-up life in the knowledge base: followers and questions on knelpunten; reads and thanks on demo practices."""

from __future__ import annotations

import datetime
import random

from django.utils import timezone

from akt.models import Bericht, Gebruiker, Rol
from akt.opmaak import aantal
from kennissysteem.models import Hielp, Knelpunt, Lezing, Praktijk, Reactie, Volgt
from kennissysteem.stamgegevens import laad_stamgegevens
from monitoring.demo.gebruikers import DOMEIN

# Knelpunt, question, days ago, answer or nothing, days later.
VRAGEN = (
    ("financiering", "Heeft iemand ervaring met een bank die meebetaalt aan een tijdelijke functie?", 40,
     "Ja: vraag een lening voor vijf jaar, met het huurcontract als onderpand. Onze accountmanager kent het.", 3),
    ("parkeren-geluid", "Welke parkeernorm hanteren jullie voor studio's bij een station?", 70,
     "Wij gaan uit van 0,3 plek per studio en een deelauto per 25 studio's.", 20),
    ("traagheid-procedure", "Hoe krijgen jullie een vergunning binnen een half jaar?", 5, "", 0),
    ("gefragmenteerde-leegstand", "Wie heeft eigenaren van losse verdiepingen samen aan tafel gekregen?", 25, "", 0),
)  # fmt: skip
HIELP = (
    "De volgorde van gesprekken overgenomen.",
    "De rekenmethode voor de gevel gebruikt.",
    "De afspraken met de buurt als voorbeeld genomen.",
)


def maak_demo(zaad: int) -> str:
    """For the demo users; of practices only those that are demo, and there may be none."""
    rng = random.Random(f"{zaad}-levend")
    mensen = list(
        Gebruiker.objects.filter(
            email__endswith=f"@{DOMEIN}", rol__in=[Rol.KANTORENLOODS, Rol.KANTORENCOACH], is_active=True
        ).order_by("email")
    )
    if len(mensen) < 2:
        return ""
    laad_stamgegevens()
    for gebruiker in mensen:
        for code in rng.sample([vraag[0] for vraag in VRAGEN], 2):
            Volgt.objects.get_or_create(gebruiker=gebruiker, knelpunt_id=code, gemeente=None, defaults={"demo": True})
    nu = timezone.now()
    for code, tekst, dagen, antwoord, later in VRAGEN:
        vrager, kenner = rng.sample(mensen, 2)
        gesteld = nu - datetime.timedelta(days=dagen)
        vraag = Reactie.objects.create(
            knelpunt=Knelpunt.objects.get(pk=code), soort=Reactie.Soort.VRAAG, tekst=tekst, door=vrager, op=gesteld,
            demo=True,
        )  # fmt: skip
        if antwoord:
            Reactie.objects.create(
                knelpunt_id=code, soort=Reactie.Soort.ANTWOORD, ouder=vraag, tekst=antwoord, door=kenner,
                op=gesteld + datetime.timedelta(days=later), demo=True,
            )  # fmt: skip
    praktijken = list(Praktijk.objects.gepubliceerd().filter(demo=True).select_related("gemeente").order_by("pk"))
    for nummer, praktijk in enumerate(praktijken):
        # One in five is never read: what the page about it is for.
        if nummer % 5 == 4:
            continue
        dagen_terug = rng.sample(range(1, 400), 40)
        Lezing.objects.bulk_create(
            Lezing(
                praktijk=praktijk, dag=timezone.localdate() - datetime.timedelta(days=dagen), aantal=rng.randint(1, 6)
            )
            for dagen in dagen_terug
        )
        anderen = [gebruiker for gebruiker in mensen if gebruiker.pk != praktijk.auteur_id]
        for gebruiker in rng.sample(anderen, min(len(anderen), rng.randint(0, 2))):
            Hielp.objects.create(
                praktijk=praktijk, gebruiker=gebruiker, waar=f"Demopand in {praktijk.gemeente}",
                toelichting=rng.choice(HIELP), op=nu - datetime.timedelta(days=rng.randint(1, 200)), demo=True,
            )  # fmt: skip
    return f"{aantal(len(VRAGEN), 'vraag', 'vragen')} bij knelpunten, en wie ze volgt."


def verwijder() -> None:
    """With the mails and the history; what hangs on a demo praktijk goes with it."""
    for reactie in Reactie.objects.filter(demo=True):
        Bericht.objects.filter(sleutel__startswith=f"kennis-reactie:{reactie.pk}:").delete()
    Lezing.objects.filter(praktijk__demo=True).delete()
    for model in (Reactie, Hielp, Volgt):
        model.objects.filter(demo=True).delete()
    for model in (Reactie, Hielp):
        model.history.filter(demo=True).delete()  # type: ignore[attr-defined]

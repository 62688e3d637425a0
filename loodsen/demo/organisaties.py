"""Organisations with people to reach, and what the gemeenten of the programme say: all of it made up."""

from __future__ import annotations

import datetime
import random

from django.utils.text import slugify

from akt.opmaak import aantal
from loodsen.models import Contactpersoon, Gemeenteprofiel, Organisatie, Speler
from monitoring.demo.gebruikers import DOMEIN

S = Speler.Soort
# Name, kind, code of the gemeente, and functions of the people there.
ORGANISATIES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Verzonnen Vastgoed Fonds", S.BELEGGER, "GM0344", ("Assetmanager", "Directeur")),
    ("Luchtkasteel Beleggingen", S.BELEGGER, "GM0356", ("Portefeuillebeheerder",)),
    ("Fantasiebank Zakelijk", S.FINANCIER, "GM0344", ("Accountmanager vastgoed",)),
    ("Droomfonds Midden-Nederland", S.FINANCIER, "GM0307", ("Fondsmanager",)),
    ("Papieren Huis Ontwikkeling", S.ONTWIKKELAAR, "GM0344", ("Ontwikkelingsmanager", "Planeconoom")),
    ("Papieren Huis Ontwikkelingen", S.ONTWIKKELAAR, "GM0344", ("Ontwikkelingsmanager",)),
    ("Stel-dat Projecten", S.ONTWIKKELAAR, "GM0632", ("Projectleider",)),
    ("Bouwbedrijf Voorbeeld en Zonen", S.BOUWER, "GM0345", ("Bedrijfsleider",)),
    ("Transformabel Bouw", S.BOUWER, "GM0321", ("Calculator",)),
    ("Kantorenpark Nergensland", S.EIGENAAR, "GM0356", ("Beheerder",)),
    ("Leegmans Vastgoed", S.EIGENAAR, "GM0307", ("Eigenaar",)),
    ("Woonstichting Denkbeeld", S.CORPORATIE, "GM0344", ("Manager vastgoed", "Projectleider")),
    ("Corporatie Zomaar Wonen", S.CORPORATIE, "GM0327", ("Manager wonen",)),
    ("Makelaardij De Verzonnen Sleutel", S.MAKELAAR, "GM0344", ("Makelaar kantoren",)),
    ("Bedrijfsmakelaar Schijn", S.MAKELAAR, "GM1904", ("Makelaar",)),
    ("Studio Bedacht, werkplekken", S.GEBRUIKER, "GM0344", ("Huisvesting",)),
    ("Bewonersgroep De Proef", S.BEWONER, "GM0345", ("Voorzitter",)),
    ("Adviesbureau Hypothese", S.ADVISEUR, "GM0632", ("Adviseur transformatie",)),
    ("Rijksdienst Voorbeeld", S.RIJK, "GM0344", ("Beleidsmedewerker",)),
)
VOORNAMEN = ("Test", "Proef", "Demo", "Schijn", "Bedacht", "Fictie", "Denk", "Stel")
ACHTERNAMEN = ("Voorbeeld", "Verzonnen", "van de Demo", "Nepstra", "Fantasia", "de Proef", "Schijnbaar")
COMMITMENTS = (
    "Wij brengen de leegstand van kantoren terug tot 10 procent, en schrappen plannen die niet meer nodig zijn.",
    "Elk kantoor dat drie jaar leegstaat, krijgt een gesprek met de eigenaar over een nieuw gebruik.",
    "Een vergunning voor transformatie behandelen wij met voorrang en met één aanspreekpunt.",
)
SINDS = datetime.date(2015, 3, 1)


def maak_demo(zaad: int) -> str:
    toeval = random.Random(f"{zaad}-organisaties")
    vandaag = datetime.date.today()
    personen = 0
    for naam, soort, code, functies in ORGANISATIES:
        organisatie = Organisatie.objects.create(naam=naam, soort=soort, gemeente_id=code, demo=True)
        for functie in functies:
            voor, achter = toeval.choice(VOORNAMEN), toeval.choice(ACHTERNAMEN)
            # One in four has not answered yet.
            antwoord = toeval.random() < 0.75
            overheid = soort == S.RIJK
            Contactpersoon.objects.create(
                organisatie=organisatie,
                naam=f"{voor} {achter}",
                functie=functie,
                email=f"{slugify(f'{voor}-{achter}')}.{personen + 1}@{DOMEIN}",
                telefoon="030 000 00 00",
                grondslag=Contactpersoon.Grondslag.TAAK if overheid else Contactpersoon.Grondslag.TOESTEMMING,
                toestemming_op=vandaag - datetime.timedelta(toeval.randint(20, 400))
                if antwoord and not overheid
                else None,
                gevraagd_op=None if overheid else vandaag,
                demo=True,
            )
            personen += 1
    for profiel in Gemeenteprofiel.objects.filter(in_programma=True).select_related("gemeente"):
        if profiel.wethouder or profiel.inleiding:
            continue
        profiel.wethouder = f"{toeval.choice(VOORNAMEN)} {toeval.choice(ACHTERNAMEN)} (verzonnen)"
        profiel.commitment = toeval.choice(COMMITMENTS)
        profiel.commitment_op = SINDS
        profiel.inleiding = f"Een leegstaand kantoor in {profiel.gemeente} en een idee ervoor? Begin hier."
        profiel.demo = True
        profiel.save()
    return (
        f"{aantal(len(ORGANISATIES), 'organisatie', 'organisaties')} met "
        f"{aantal(personen, 'contactpersoon', 'contactpersonen')} in het netwerk."
    )


def verwijder() -> None:
    """Take the made-up ones out; an organisation that a real person was added to stays."""
    Contactpersoon.objects.filter(demo=True).delete()
    Contactpersoon.history.filter(demo=True).delete()
    for organisatie in Organisatie.objects.filter(demo=True, contactpersonen__isnull=True):
        organisatie.delete()
    Organisatie.history.filter(demo=True).exclude(id__in=Organisatie.objects.values("pk")).delete()
    Gemeenteprofiel.objects.filter(demo=True).update(
        demo=False, wethouder="", commitment="", commitment_op=None, inleiding=""
    )
    Gemeenteprofiel.history.filter(demo=True).delete()

"""A small believable world: two gemeenten with terreinen, panden, waarnemingen and a user of each role."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point

from akt.models import Gebruiker, Rol, Taak
from monitoring.kerncijfers import herbouw
from monitoring.models import Adres, Gemeente, Pand, Terrein
from monitoring.stamgegevens import laad_stamgegevens
from tests.factories import (
    GebruikerFactory,
    PandFactory,
    TerreinFactory,
    WaarnemingFactory,
    adres_in,
    loods_van,
    vierkant,
)
from tests.rechten import vul

STRATEN = ("Kokermolen", "Korte Schaft", "Papiermolen", "Burgemeester Wallerweg", "Standerdmolen", "Het Rond")


@dataclass
class Wereld:
    houten: Gemeente
    utrecht: Gemeente
    terrein: Terrein
    panden: list[Pand]
    pand: Pand
    adres: Adres
    elders: Pand
    taak: Taak
    gebruikers: dict[str, Gebruiker] = field(default_factory=dict)
    # For the addresses of pages, from tests/rechten.
    argumenten: dict[str, Any] = field(default_factory=dict)


def maak_wereld(panden: int = 6) -> Wereld:
    """Houten with `panden` panden (half of them on a terrein), Utrecht with four; kerncijfers are built."""
    laad_stamgegevens()
    houten, utrecht = Gemeente.objects.get(code="GM0321"), Gemeente.objects.get(code="GM0344")
    for gemeente, x in ((houten, 138000), (utrecht, 130000)):
        gemeente.grens = vierkant(x, 446000, 7000)
        gemeente.grens_bron = "Testgrens"
        gemeente.save()
    terrein = TerreinFactory(
        code="HET-RONDEEL", naam="Het Rondeel", gemeente=houten, grens=vierkant(139900, 449900, 900)
    )
    TerreinFactory(code="PAPENDORP", naam="Papendorp", gemeente=utrecht, grens=vierkant(131000, 450000, 900))
    loods = loods_van(houten, naam="Loes Houten", email="loods@voorbeeld.example")
    rijen = []
    for i in range(panden):
        x, y = 140000 + 60 * (i % 12), 450000 + 60 * (i // 12)
        pand = PandFactory(
            gemeente=houten, omtrek=vierkant(x, y), terrein=terrein if i % 2 == 0 else None, bouwjaar=1960 + 9 * (i % 7)
        )
        adres = adres_in(
            pand, straat=STRATEN[i % len(STRATEN)], huisnummer=i + 1, postcode="3994DG",
            plek=Point(x + 20, y + 20, srid=28992),
        )  # fmt: skip
        for jaar in (2023, 2024, 2025):
            leeg = 400 if i % 2 == 0 else 0
            WaarnemingFactory(
                pand=pand, peildatum=datetime.date(jaar, 1, 1), voorraad_m2=1000 + 500 * i, leegstand_m2=leeg,
                aanbod_m2=leeg // 2, leeg_sinds=datetime.date(2021, 6, 1) if leeg else None, ingevoerd_door=loods,
            )  # fmt: skip
        rijen.append((pand, adres))
    elders = [
        PandFactory(gemeente=utrecht, omtrek=vierkant(131100 + 60 * i, 450100), bag_id=f"034410000000000{i}")
        for i in range(4)
    ]
    for pand in elders:
        adres_in(pand, straat="Orteliuslaan", woonplaats="Utrecht", postcode="3528BB")
        WaarnemingFactory(pand=pand, voorraad_m2=4000, leegstand_m2=400, ingevoerd_door=loods)
    coach = GebruikerFactory(rol=Rol.KANTORENCOACH, email="coach@voorbeeld.example", naam="Coen Coach")
    beheerder = GebruikerFactory(
        rol=Rol.BEHEERDER, email="beheer@voorbeeld.example", naam="Bea Beheer", is_staff=True, is_superuser=True
    )
    markt = GebruikerFactory(rol=Rol.MARKTPARTIJ, email="markt@voorbeeld.example", naam="Mark Markt")
    taak = Taak.objects.create(naam="Kerncijfers herbouwen", gestart_door=beheerder)
    herbouw()
    wereld = Wereld(
        houten=houten,
        utrecht=utrecht,
        terrein=terrein,
        panden=[pand for pand, _ in rijen],
        pand=rijen[0][0],
        adres=rijen[0][1],
        elders=elders[0],
        taak=taak,
        gebruikers={"loods": loods, "coach": coach, "beheerder": beheerder, "marktpartij": markt},
    )
    wereld.argumenten = vul(wereld)
    return wereld

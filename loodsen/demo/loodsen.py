"""A kantorenloods for each gemeente of the programme: the demo users who log in as one."""

from __future__ import annotations

from akt.models import Gebruiker, Rol
from akt.opmaak import aantal
from loodsen.models import Kantorenloods
from monitoring.demo.gebruikers import DOMEIN, SINDS
from monitoring.rules import gemeenten_van


def maak_demo(zaad: int) -> str:
    hoeveel = 0
    for gebruiker in Gebruiker.objects.filter(rol=Rol.KANTORENLOODS, email__endswith=f"@{DOMEIN}").order_by("email"):
        for gemeente in gemeenten_van(gebruiker):
            Kantorenloods.objects.create(
                gemeente=gemeente,
                gebruiker=gebruiker,
                naam=gebruiker.naam,
                email=gebruiker.email,
                telefoon="030 000 00 00",
                bereikbaar="maandag tot en met donderdag, 9 tot 17 uur",
                profiel=f"Verzonnen persoon. Alles over leegstand en transformatie van kantoren in {gemeente}.",
                van=SINDS,
                demo=True,
            )
            hoeveel += 1
    return f"{aantal(hoeveel, 'kantorenloods', 'kantorenloodsen')} in het netwerk."


def verwijder() -> None:
    Kantorenloods.objects.filter(demo=True).delete()
    Kantorenloods.history.filter(demo=True).delete()

"""The people of the demo: one of each role, and a kantorenloods for each gemeente of the report."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password

from akt.models import Gebruiker, Rol
from monitoring.demo.verloop import PROGRAMMA
from monitoring.models import Gemeente, Werkgebied

WACHTWOORD = "kantoren-demo-2015"
DOMEIN = "voorbeeld.example"
# Since the start of the programme, so that a loods may also record older peildata.
SINDS = datetime.date(2015, 1, 1)


@dataclass(frozen=True, slots=True)
class Inlog:
    """A line of what `toon_demo` prints. `wachtwoord` is None when the user has chosen another."""

    rol: str
    email: str
    wachtwoord: str | None
    gemeenten: str


def _wie() -> list[tuple[str, str, Rol, str]]:
    """E-mail address, name, role and code of the gemeente ('' for none) of each demo user."""
    namen = dict(Gemeente.objects.filter(code__in=PROGRAMMA).values_list("code", "naam"))
    loodsen = [
        (f"loods.{naam.lower().replace(' ', '-')}@{DOMEIN}", f"Kantorenloods {naam} (demo)", Rol.KANTORENLOODS, code)
        for code, naam in sorted(namen.items(), key=lambda rij: rij[1])
    ]
    return [
        *loodsen,
        (f"coach@{DOMEIN}", "Kantorencoach (demo)", Rol.KANTORENCOACH, ""),
        (f"beheerder@{DOMEIN}", "Beheerder (demo)", Rol.BEHEERDER, ""),
        (f"marktpartij@{DOMEIN}", "Marktpartij (demo)", Rol.MARKTPARTIJ, ""),
    ]


def maak_gebruikers() -> dict[str, Gebruiker]:
    """Make the demo users or set them right again; returns the loodsen by the code of their gemeente."""
    # One hash for all: it takes a moment by design, and the password is no secret.
    wachtwoord = make_password(WACHTWOORD)
    loodsen = {}
    for email, naam, rol, code in _wie():
        beheer = rol == Rol.BEHEERDER
        gebruiker, _ = Gebruiker.objects.update_or_create(
            email=email,
            defaults={
                "naam": naam, "rol": rol, "is_active": True, "is_staff": beheer, "is_superuser": beheer,
                "password": wachtwoord,
            },
        )  # fmt: skip
        if code:
            Werkgebied.objects.get_or_create(gebruiker=gebruiker, gemeente_id=code, van=SINDS)
            loodsen[code] = gebruiker
    return loodsen


def inloggegevens() -> list[Inlog]:
    """The demo log-ins that exist."""
    bestaand = {gebruiker.email: gebruiker for gebruiker in Gebruiker.objects.filter(email__endswith=f"@{DOMEIN}")}
    namen = dict(Gemeente.objects.values_list("code", "naam"))
    klopt: dict[str, bool] = {}
    regels = []
    for email, _, rol, code in _wie():
        gebruiker = bestaand.get(email)
        if gebruiker is None or not gebruiker.is_active:
            continue
        if gebruiker.password not in klopt:
            klopt[gebruiker.password] = check_password(WACHTWOORD, gebruiker.password)
        wachtwoord = WACHTWOORD if klopt[gebruiker.password] else None
        regels.append(Inlog(rol.label, email, wachtwoord, namen.get(code, "")))
    return regels

"""Take waarnemingen of one gemeente in a round from an Excel or CSV file, as the upload on the page does."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from akt.fouten import AktFout
from akt.models import Gebruiker
from akt.opmaak import aantal
from monitoring import inlezen
from monitoring.inlezen import MAX_BYTES, BestandFout
from monitoring.inlezen.bestand import te_groot
from monitoring.inlezen.kolommen import PER_VELD
from monitoring.models import Deelname
from monitoring.rondeinvoer import Soort, Uitslag, als_rijen, sla_op
from monitoring.sjabloon import maak_opmerkingen
from monitoring.uploads import eis_herkomst


class Command(BaseCommand):
    help = (
        "Neem waarnemingen over uit een ingevuld sjabloon (.xlsx of .csv). De goede rijen worden opgeslagen; wat er "
        "mis is, staat op het scherm. Herhalen mag: wat al is vastgelegd, blijft staan."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("bestand", metavar="BESTAND", type=Path)
        parser.add_argument("--alles-of-niets", action="store_true", help="sla niets op als er een rij fout is")
        parser.add_argument("--gebruiker", metavar="E-MAIL", help="namens wie (anders: een import)")
        parser.add_argument("--ronde", metavar="JJJJ-MM-DD", help="peildatum, als het bestand die niet noemt")
        parser.add_argument("--gemeente", metavar="GM0344", help="gemeente, als het bestand die niet noemt")
        parser.add_argument(
            "--opmerkingen", metavar="PAD", type=Path, help="schrijf de foute rijen naar dit Excel-bestand"
        )

    def handle(self, *args: Any, **opties: Any) -> None:
        gebruiker = self._gebruiker(opties["gebruiker"])
        try:
            inhoud = self._inhoud(opties["bestand"])
            blad = inlezen.lees(inhoud, opties["bestand"].name)
            deelname = self._deelname(blad, opties)
            eis_herkomst(blad, deelname)
            if gebruiker is not None and not gebruiker.has_perm("monitoring.vul_ronde", deelname):
                raise CommandError(f"{gebruiker} mag niets invullen voor {deelname.gemeente}.")
            uitslagen, nieuw = sla_op(
                deelname, als_rijen(blad.rijen), gebruiker, alles_of_niets=opties["alles_of_niets"]
            )
        except OSError as fout:
            raise CommandError(f"Het bestand kan niet worden gelezen: {fout.strerror or fout}.") from fout
        except AktFout as fout:
            raise CommandError(str(fout)) from fout
        mis = [uitslag for uitslag in uitslagen if uitslag.soort == Soort.FOUT]
        for uitslag in mis:
            self.stderr.write("\n".join(regels_van(uitslag)))
        if mis and opties["opmerkingen"]:
            opties["opmerkingen"].write_bytes(maak_opmerkingen(deelname, mis))
        if mis and opties["alles_of_niets"]:
            raise CommandError(f"Er is niets opgeslagen: {aantal(len(mis), 'rij heeft', 'rijen hebben')} een fout.")
        gelijk = sum(uitslag.soort == Soort.GELIJK for uitslag in uitslagen)
        self.stdout.write(
            f"{deelname.gemeente}, {deelname.ronde}: {aantal(len(nieuw), 'pand', 'panden')} opgeslagen, "
            f"{gelijk} al vastgelegd, {aantal(len(mis), 'rij', 'rijen')} met een fout."
        )

    @staticmethod
    def _inhoud(bestand: Path) -> bytes:
        grootte = bestand.stat().st_size
        if grootte > MAX_BYTES:
            raise BestandFout(te_groot(grootte))
        return bestand.read_bytes()

    @staticmethod
    def _gebruiker(email: str | None) -> Gebruiker | None:
        if email is None:
            return None
        gebruiker = Gebruiker.objects.filter(email=email.lower(), is_active=True).first()
        if gebruiker is None:
            raise CommandError(f"Er is geen actieve gebruiker met e-mailadres {email}.")
        return gebruiker

    @staticmethod
    def _deelname(blad: inlezen.Blad, opties: dict[str, Any]) -> Deelname:
        dag, code = min(blad.herkomst) if blad.herkomst else ("", "")
        dag, code = opties["ronde"] or dag, opties["gemeente"] or code
        if not dag or not code:
            raise CommandError("Het bestand noemt geen ronde en gemeente. Geef ze op met --ronde en --gemeente.")
        try:
            peildatum = datetime.date.fromisoformat(dag)
        except ValueError as fout:
            raise CommandError(f"'{dag}' is geen datum; schrijf JJJJ-MM-DD.") from fout
        deelname = (
            Deelname.objects.select_related("ronde", "gemeente")
            .defer("gemeente__grens")
            .filter(ronde__peildatum=peildatum, gemeente=code)
            .first()
        )
        if deelname is None:
            raise CommandError(f"Gemeente {code} doet niet mee aan een ronde van {dag}.")
        return deelname


def regels_van(uitslag: Uitslag) -> list[str]:
    """What is wrong in a row, a line for each cell."""
    return [
        f"rij {uitslag.rij.nummer}, {PER_VELD[veld].kop if veld in PER_VELD else 'pand'}: {fout}"
        for veld, fout in uitslag.fouten.items()
    ]

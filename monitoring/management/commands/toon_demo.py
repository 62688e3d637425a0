"""Show the demo log-ins."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from monitoring.demo import inloggegevens


class Command(BaseCommand):
    help = "Toon met welke e-mailadressen en welk wachtwoord u in de demo kunt inloggen."

    def handle(self, *args: Any, **opties: Any) -> None:
        inlogs = inloggegevens()
        if not inlogs:
            self.stdout.write("Er zijn geen demogebruikers. Maak ze met laad_demo.")
            return
        rijen = [("Rol", "E-mailadres", "Wachtwoord", "Gemeente")]
        rijen += [(inlog.rol, inlog.email, inlog.wachtwoord or "(zelf gekozen)", inlog.gemeenten) for inlog in inlogs]
        breedtes = [max(len(rij[kolom]) for rij in rijen) for kolom in range(4)]
        for rij in rijen:
            regel = "  ".join(cel.ljust(breedte) for cel, breedte in zip(rij, breedtes, strict=True))
            self.stdout.write(f"  {regel.rstrip()}")

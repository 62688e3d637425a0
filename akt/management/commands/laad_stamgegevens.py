from django.core.management.base import BaseCommand

from akt.opmaak import aantal
from akt.ruimtes import laad_stamgegevens


class Command(BaseCommand):
    help = "Laad gebieden, definities, bronnen, spelers en de cijfers van Stec 2012. Wat er al is, blijft zoals het is."

    def handle(self, *args: object, **opties: object) -> None:
        nieuw = laad_stamgegevens()
        self.stdout.write(f"{aantal(nieuw, 'gegeven', 'gegevens')} toegevoegd." if nieuw else "Alles was er al.")

"""Forms of the page of a gemeente: who is kantorenloods, and what the gemeente says."""

from __future__ import annotations

from typing import Any

from django import forms

from akt.models import Gebruiker, Rol
from loodsen.forms.versie import VersieForm
from loodsen.models import Gemeenteprofiel, Kantorenloods

PERSOON = ["naam", "functie", "email", "telefoon", "bereikbaar", "profiel"]


class LoodsForm(VersieForm):
    """How to reach someone, and for what: kept by the team itself."""

    VAST = {"gemeente", "van", "tot", "eerste"}

    class Meta:
        model = Kantorenloods
        fields = PERSOON
        widgets = {"profiel": forms.Textarea(attrs={"rows": 4})}


class AanstelForm(LoodsForm):
    """The same with the appointment itself: the account, from when until when, and who comes first."""

    VAST = {"gemeente"}

    class Meta(LoodsForm.Meta):
        fields = ["gebruiker", *PERSOON, "eerste", "van", "tot"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        huidig = self.instance.gebruiker_id
        veld: Any = self.fields["gebruiker"]
        loodsen = Gebruiker.objects.filter(rol=Rol.KANTORENLOODS, is_active=True)
        veld.queryset = (loodsen | Gebruiker.objects.filter(pk=huidig)).order_by("naam")
        veld.empty_label = "Geen account"
        veld.label_from_instance = lambda gebruiker: f"{gebruiker.naam} ({gebruiker.email})"
        veld.help_text = (
            "Met een account mag deze persoon panden vastleggen en vragen beantwoorden, zolang de termijn loopt."
        )


class GemeenteprofielForm(VersieForm):
    """What the gemeente says on its page. Whether it takes part is for the coach and the beheerder."""

    VAST = {"gemeente"}

    website = forms.URLField(
        label="Website", required=False, max_length=200, assume_scheme="https",
        help_text="Pagina van de gemeente over kantoren of leegstand.",
    )  # fmt: skip

    class Meta:
        model = Gemeenteprofiel
        fields = ["inleiding", "wethouder", "commitment", "commitment_op", "bezoekadres", "website", "in_programma"]
        widgets = {
            "inleiding": forms.Textarea(attrs={"rows": 4}),
            "commitment": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, mag_aanstellen: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mag_aanstellen:
            del self.fields["in_programma"]

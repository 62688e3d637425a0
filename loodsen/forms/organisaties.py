"""Forms of organisations, the people there, and making one of two."""

from __future__ import annotations

from typing import Any

from django import forms

from akt.opmaak import GEEN
from loodsen import organisaties
from loodsen.forms.versie import VersieForm
from loodsen.models import Contactpersoon, Organisatie
from monitoring.models import Gemeente

TEKSTEN = ("rol", "verantwoordelijkheid", "belang", "kansen")


class OrganisatieForm(VersieForm):
    website = forms.URLField(label="Website", required=False, max_length=200, assume_scheme="https")

    class Meta:
        model = Organisatie
        fields = ["naam", "soort", "gemeente", "kvk_nummer", "website", *TEKSTEN, "actief"]
        widgets = {naam: forms.Textarea(attrs={"rows": 3}) for naam in TEKSTEN}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = Gemeente.objects.huidig().only("code", "naam")  # type: ignore[attr-defined]
        self.fields["actief"].help_text = "Zet uit als de organisatie niet meer bestaat of niet meer meedoet."


class ContactpersoonForm(VersieForm):
    # The constraint on the e-mail address is about who is not erased.
    VAST = {"organisatie", "gewist_op"}

    class Meta:
        model = Contactpersoon
        fields = ["naam", "functie", "email", "telefoon", "grondslag", "toestemming_op", "bewaren_tot"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = "Van het werk. Hierop vraagt het portaal om toestemming."
        self.fields["toestemming_op"].help_text = "Leeg: het portaal vraagt er per mail om."


class WisForm(forms.Form):
    """Asks for a conscious yes."""

    zeker = forms.BooleanField(
        label="Ja, wis deze gegevens", error_messages={"required": "Vink aan dat u het zeker weet."}
    )


class SamenvoegForm(forms.Form):
    """For each field in which two organisations differ: which one it is to be."""

    EEN, ANDER = "een", "ander"

    gezien_een = forms.IntegerField(widget=forms.HiddenInput)
    gezien_ander = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, een: Organisatie, ander: Organisatie, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.een, self.ander = een, ander
        self.gelijk: list[tuple[str, str]] = []
        for naam in organisaties.VELDEN:
            kolom: Any = Organisatie._meta.get_field(naam)
            links, rechts = getattr(een, naam), getattr(ander, naam)
            label = f"{str(kolom.verbose_name)[:1].upper()}{str(kolom.verbose_name)[1:]}"
            if links == rechts:
                if links not in ("", None):
                    self.gelijk.append((label, tekst_van(een, naam)))
                continue
            self.fields[naam] = forms.ChoiceField(
                label=label,
                widget=forms.RadioSelect,
                choices=[(self.EEN, tekst_van(een, naam)), (self.ANDER, tekst_van(ander, naam))],
                error_messages={"required": f"Kies wat het wordt bij '{label}'."},
            )
            # What is filled in wins from what is empty.
            self.initial[naam] = self.EEN if links not in ("", None) else self.ANDER

    def waarden(self) -> dict[str, Any]:
        """The chosen values by field."""
        return {
            naam: getattr(self.ander if self.cleaned_data[naam] == self.ANDER else self.een, naam)
            for naam in organisaties.VELDEN
            if naam in self.fields
        }


def tekst_van(ding: Any, naam: str) -> str:
    waarde = getattr(ding, naam)
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    keuze = getattr(ding, f"get_{naam}_display", None)
    return str(keuze() if keuze else waarde or GEEN)

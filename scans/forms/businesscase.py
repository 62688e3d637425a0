"""The form of a businesscase: the fields that its destination uses, each with the kengetal it starts from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from akt import opmaak
from akt.forms import BedragField, GeheelGetalField
from akt.versies import laatste_versie
from scans.businesscase import GROEPEN, Invoer, OngeldigeInvoer, Veld, velden_voor
from scans.businesscase.invoer import BAR, BLIJVEND, NAR, TIJDELIJK, VERHUUR, VERKOOP
from scans.businesscase.onzekerheid import AANTAL, HOOGSTE_AANTAL, ZAAD
from scans.kengetallen import Standaard
from scans.models import Businesscase


def leesbaar(waarde: Any) -> Any:
    """A number as people write it, so that a field shows '2.000.000' and '139,50'."""
    if not isinstance(waarde, (int, Decimal)):
        return waarde
    return opmaak.getal(waarde, 0 if waarde == int(waarde) else 2)


class EuroField(BedragField):
    def prepare_value(self, value: Any) -> Any:
        return leesbaar(value)


class ProcentField(BedragField):
    """Percents as people write them: '4,5', '4.5' or '4,5%'."""

    default_error_messages = {"invalid": "Vul een percentage in, bijvoorbeeld 4,5."}
    vorm = re.compile(r"(\d+)(?:[,.](\d{1,2}))?\s*%?", re.ASCII)

    def prepare_value(self, value: Any) -> Any:
        return leesbaar(value)


class HeelGetalField(GeheelGetalField):
    def prepare_value(self, value: Any) -> Any:
        return leesbaar(value)


SOORTEN = {"bedrag": EuroField, "procent": ProcentField}


def formulierveld(veld: Veld, standaard: Standaard | None) -> forms.Field:
    """The form field of an input. Limits are checked by the calculation itself, in the same words everywhere."""
    uitleg = format_html("<p>{}</p>", veld.uitleg) if veld.uitleg else ""
    bron = format_html("<p>{}</p>", standaard.tekst(veld)) if standaard else ""
    label = veld.label if veld.soort == "stuks" else f"{veld.label} ({veld.eenheid})"
    return SOORTEN.get(veld.soort, HeelGetalField)(label=label, help_text=uitleg + bron)


class BusinesscaseForm(forms.ModelForm):
    """Name and note of the model, and every input of its destination. `gezien` is the version that was opened."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Businesscase
        fields = ["naam", "toelichting"]
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 4})}

    def __init__(
        self, *args: Any, standaarden: Mapping[str, Standaard], start: Mapping[str, Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        variant = self.instance.variant
        self.velden = velden_voor(variant)
        for veld in self.velden:
            self.fields[veld.naam] = formulierveld(veld, standaarden.get(veld.naam))
        if variant in BLIJVEND:
            self.fields["opbrengstwijze"] = forms.ChoiceField(
                label="Waar komt de opbrengst vandaan?", widget=forms.RadioSelect, initial=VERHUUR,
                choices=[(VERHUUR, "Verhuur: de huur en het rendement bepalen de waarde"),
                         (VERKOOP, "Verkoop: de prijs per m² bepaalt de waarde")],
            )  # fmt: skip
            self.fields["rendement_over"] = forms.ChoiceField(
                label="Waarover geldt het aanvangsrendement?", widget=forms.RadioSelect, initial=NAR,
                choices=[(NAR, "De netto huur (NAR), na exploitatiekosten en leegstand"),
                         (BAR, "De bruto huur (BAR)")],
            )  # fmt: skip
        if variant in TIJDELIJK:
            self.fields["start"] = forms.DateField(
                label="Begin van het plan", widget=forms.DateInput(format="%Y-%m-%d"),
                help_text="De dag van aankoop of inbreng.",
            )  # fmt: skip
            self.fields["einddatum"] = forms.DateField(
                label="Einde van het tijdelijke gebruik", widget=forms.DateInput(format="%Y-%m-%d"),
                help_text="Bijvoorbeeld de dag tot waarop de gemeente afwijken van de bestemming toestaat.",
            )  # fmt: skip
        self.initial = {**self.initial, **start, "gezien": laatste_versie(self.instance)}

    def groepen(self) -> Iterator[tuple[str, str, str, list[BoundField]]]:
        """Code, heading, explanation and fields of each group that has any."""
        extra = {"verhuur": ["rendement_over"], "tijdelijk": ["start", "einddatum"]}
        for code, (kop, uitleg) in GROEPEN.items():
            namen = [naam for naam in extra.get(code, []) if naam in self.fields]
            namen += [veld.naam for veld in self.velden if veld.groep == code]
            if namen:
                yield code, kop, uitleg, [self[naam] for naam in namen]

    def clean_naam(self) -> str:
        naam: str = self.cleaned_data["naam"]
        zelfde = Businesscase.objects.filter(scan=self.instance.scan, variant=self.instance.variant, naam=naam)
        if zelfde.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Deze naam is er al bij deze bestemming. Kies een andere.")
        return naam

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        nodig = [naam for naam in self.fields if naam not in {"naam", "toelichting", "gezien"}]
        if any(naam not in gegevens for naam in nodig):
            return gegevens
        waarden: dict[str, Any] = {
            naam: Decimal(gegevens[naam]) if naam in {veld.naam for veld in self.velden} else gegevens[naam]
            for naam in nodig
        }
        try:
            self.instance.invoer = Invoer(variant=self.instance.variant, **waarden).als_json()
        except OngeldigeInvoer as ongeldig:
            for naam, tekst in ongeldig.fouten.items():
                self.add_error(naam if naam in self.fields else None, tekst)
        return gegevens


class SimulatieForm(forms.Form):
    """How often to draw, and with which seed."""

    aantal = HeelGetalField(
        label="Aantal trekkingen", min_value=100, max_value=HOOGSTE_AANTAL, initial=AANTAL,
        error_messages={"min_value": "Kies minstens 100 trekkingen.",
                        "max_value": f"Kies hoogstens {opmaak.getal(HOOGSTE_AANTAL)} trekkingen."},
    )  # fmt: skip
    zaad = GeheelGetalField(
        label="Startgetal", min_value=0, max_value=999_999, initial=ZAAD,
        help_text="Met hetzelfde getal en dezelfde invoer is de uitkomst steeds dezelfde.",
    )  # fmt: skip

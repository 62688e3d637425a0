"""The form of the quick scan: destinations and the quick criteria, a few on each step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from scans.models import Criterium, Variant
from scans.score import Antwoorden, geldt_voor

MEESTE_VARIANTEN = 4
JA, NEE, ONBEKEND = "ja", "nee", "onbekend"
KEUZES = [(JA, "Ja"), (NEE, "Nee"), (ONBEKEND, "Weet ik niet")]
WAARDEN = {JA: True, NEE: False}
# Step, its heading, and what it asks about.
STAPPEN = {
    "bestemming": "Wat zou het pand kunnen worden?",
    "kan-het": "Kan het?",
    "plek": "De plek",
    "pand": "Het pand",
}


def als_keuze(gunstig: bool | None) -> str:
    return ONBEKEND if gunstig is None else JA if gunstig else NEE


def stap_van(criterium: Criterium) -> str:
    if criterium.soort == Criterium.Soort.VETO:
        return "kan-het"
    return "plek" if criterium.schaal == Criterium.Schaal.LOCATIE else "pand"


class SnelscanForm(forms.Form):
    """All steps in one form; `velden` are those of one step, the others travel along as hidden inputs."""

    varianten = forms.MultipleChoiceField(
        label="Bestemmingen om te vergelijken",
        choices=Variant.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"Kies er één tot {MEESTE_VARIANTEN}.",
        error_messages={"required": "Kies ten minste één bestemming."},
    )

    def __init__(self, *args: Any, criteria: Sequence[Criterium], bewijs: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = {criterium.code: criterium for criterium in criteria}
        for code, criterium in self.criteria.items():
            uitleg = " ".join(filter(None, [criterium.toelichting, bewijs.get(code, "")]))
            self.fields[code] = forms.ChoiceField(
                label=criterium.vraag, choices=KEUZES, required=False, widget=forms.RadioSelect, help_text=uitleg
            )

    def clean_varianten(self) -> list[str]:
        gekozen: list[str] = self.cleaned_data["varianten"]
        if len(gekozen) > MEESTE_VARIANTEN:
            raise forms.ValidationError(f"Kies hooguit {MEESTE_VARIANTEN} bestemmingen.")
        return gekozen

    @property
    def gekozen(self) -> list[str]:
        return [naam for naam in self["varianten"].value() or [] if naam in Variant.values]

    def velden(self, stap: str) -> list[BoundField]:
        """What a step asks, leaving out what doesn't matter for the chosen destinations."""
        if stap == "bestemming":
            return [self["varianten"]]
        return [
            self[code]
            for code, criterium in self.criteria.items()
            if stap_van(criterium) == stap and any(geldt_voor(criterium, naam) for naam in self.gekozen)
        ]

    def meegedragen(self, stap: str) -> list[tuple[str, str]]:
        """Name and value of what was filled in on the other steps."""
        paren = [("varianten", naam) for naam in self.gekozen] if stap != "bestemming" else []
        hier = {veld.name for veld in self.velden(stap)} if stap in STAPPEN else set()
        geldig = {keuze for keuze, _ in KEUZES}
        return paren + [
            (code, self[code].value()) for code in self.criteria if code not in hier and self[code].value() in geldig
        ]

    def antwoorden(self) -> Antwoorden:
        return {(code, ""): WAARDEN.get(self[code].value() or "") for code in self.criteria}

"""Forms of the signalen: closing them, and reporting an error without an account."""

from __future__ import annotations

from typing import Any

from django import forms

from akt.openform import OpenForm
from monitoring.models import Signaal


class AfhandelForm(forms.Form):
    """Resolved, or right for a reason."""

    OPGELOST, KLOPT = Signaal.Status.OPGELOST.value, Signaal.Status.KLOPT.value

    actie = forms.ChoiceField(choices=[(OPGELOST, "Opgelost"), (KLOPT, "Klopt")], widget=forms.HiddenInput)
    reden = forms.CharField(
        label="Klopt, want …",
        max_length=Signaal._meta.get_field("reden").max_length,
        required=False,
        help_text="Alleen nodig als de gegevens kloppen. Bijvoorbeeld: het pand is in 2024 uitgebreid.",
    )

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("actie") == self.KLOPT and not gegevens.get("reden"):
            self.add_error("reden", "Zeg kort waarom het klopt. Dan komt dit signaal niet terug.")
        return gegevens


class FoutMeldenForm(OpenForm):
    """What is wrong, where it was seen, and an address to answer to for who wants that."""

    wat = forms.CharField(
        label="Wat klopt er niet?",
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Schrijf zo mogelijk ook wat het wel moet zijn, en hoe u dat weet. Noem geen namen van mensen.",
        error_messages={
            "required": "Schrijf wat er niet klopt.",
            "min_length": "Schrijf iets meer, zodat wij begrijpen wat er niet klopt.",
        },
    )
    waar = forms.CharField(
        label="Waar zag u het?",
        max_length=Signaal._meta.get_field("plek").max_length,
        required=False,
        help_text="De pagina, het gebouw of de gemeente waar het om gaat.",
    )
    email = forms.EmailField(
        label="Uw e-mailadres",
        required=False,
        help_text="Alleen als u een antwoord wilt. Wij wissen het zodra uw melding is afgehandeld, en anders na "
        "een half jaar.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"

"""Forms of the signalen: closing them, and reporting an error without an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from monitoring.models import Signaal

# Faster than this nobody reads a form and fills it in (seconds); and so long it stays good.
TE_SNEL = 3
TE_OUD = 24 * 3600
STEMPEL = signing.TimestampSigner(salt="fout-melden")


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


class FoutMeldenForm(forms.Form):
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
    website = forms.CharField(label="Laat dit veld leeg", required=False, widget=forms.TextInput)
    stempel = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.initial.setdefault("stempel", STEMPEL.sign("begin"))

    def echte_velden(self) -> list[forms.BoundField]:
        """Those that a person fills in."""
        return [self[naam] for naam in ("wat", "waar", "email")]

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError("Dit veld is er om robots te herkennen. Maak het leeg en verstuur opnieuw.")
        return ""

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        stempel = gegevens.get("stempel", "")
        try:
            STEMPEL.unsign(stempel, max_age=TE_OUD)
        except signing.BadSignature:
            # A new stamp goes out with the form, so that sending again works.
            self.data = {**self.data.dict(), "stempel": STEMPEL.sign("begin")}  # type: ignore[attr-defined]
            raise ValidationError("Deze pagina stond te lang open. Verstuur uw melding nog een keer.") from None
        try:
            STEMPEL.unsign(stempel, max_age=TE_SNEL)
        except signing.SignatureExpired:
            return gegevens
        raise ValidationError("Dat ging wel heel snel. Lees uw melding nog even na en verstuur hem opnieuw.")

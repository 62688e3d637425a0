"""Forms for people without an account: traps for robots that cost a person nothing, and no third party."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

# Faster than this nobody reads a form and fills it in (seconds); and so long it stays good.
TE_SNEL = 3
TE_OUD = 24 * 3600
STEMPEL = signing.TimestampSigner(salt="akt.openform")


def nieuw_stempel() -> str:
    """When a form was handed out, signed, with a mark that tells one form from another."""
    return STEMPEL.sign(uuid.uuid4().hex)


class OpenForm(forms.Form):
    """A field that only a robot fills in, and a moment before which nobody is ready. What was typed is never lost."""

    website = forms.CharField(label="Laat dit veld leeg", required=False, widget=forms.TextInput)
    stempel = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}
        self.initial.setdefault("stempel", nieuw_stempel())

    def echte_velden(self) -> list[forms.BoundField]:
        """Those that a person fills in."""
        return [veld for veld in self.visible_fields() if veld.name != "website"]

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
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["stempel"] = nieuw_stempel()  # type: ignore[index]
            raise ValidationError("Deze pagina stond te lang open. Verstuur het formulier nog een keer.") from None
        try:
            STEMPEL.unsign(stempel, max_age=TE_SNEL)
        except signing.SignatureExpired:
            return gegevens
        raise ValidationError("Dat ging wel heel snel. Lees het nog even na en verstuur het opnieuw.")

    @property
    def merk(self) -> str:
        """What tells this handed-out form from another; of a valid form."""
        return STEMPEL.unsign(self.cleaned_data["stempel"])

"""Publishing: what to tell the readers, about figures that were reviewed."""

from __future__ import annotations

from django import forms


class PublicatieForm(forms.Form):
    """One step after the preview; `gezien` says which figures were reviewed."""

    peildatum = forms.DateField(widget=forms.HiddenInput)
    gezien = forms.CharField(widget=forms.HiddenInput)
    toelichting = forms.CharField(
        label="Toelichting voor lezers",
        help_text="Wat is nieuw, wat is gecorrigeerd en waarop moet een lezer letten? Dit staat bij de publicatie.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )

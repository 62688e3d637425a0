"""What forms share that change something others may change too."""

from __future__ import annotations

from typing import Any

from django import forms

from akt.versies import laatste_versie


class GezienForm(forms.ModelForm):
    """`gezien` is the newest version when the person opened the form: who saves over another's change is told so."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["gezien"] = laatste_versie(self.instance)
        for veld in self.fields.values():
            veld.error_messages["required"] = f"Vul '{veld.label}' in."
            if isinstance(veld.widget, forms.Textarea) and veld.widget.attrs["rows"] == "10":
                veld.widget.attrs["rows"] = 4
            if isinstance(veld, forms.DateField):
                veld.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

"""What the forms of the network share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from akt.versies import laatste_versie


class VersieForm(forms.ModelForm):
    """A form that remembers the version it was opened with, and checks what the view filled in beforehand too."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    # Fields that aren't on the form, but that constraints need.
    VAST: ClassVar[set[str]] = set()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By the state, for a key may be there before the row is.
        self.initial["gezien"] = 0 if self.instance._state.adding else laatste_versie(self.instance)
        for veld in self.fields.values():
            veld.error_messages["required"] = f"Vul '{veld.label}' in."
            if isinstance(veld, forms.DateField):
                veld.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - self.VAST

"""Forms of photos: sending in, changing what is said of one, and taking one away with a reason."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone

from akt.opmaak import getal
from akt.versies import laatste_versie
from monitoring.fotos import MAX_PER_KEER, Beeld, FotoFout, bewerk
from monitoring.models import Foto


class _MeerBestanden(forms.FileInput):
    allow_multiple_selected = True


class FotosField(forms.FileField):
    """Photos, each checked and written anew; an error names the file."""

    def clean(self, data: Any, initial: Any = None) -> list[Beeld]:
        bestanden = data or []
        if not bestanden:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(bestanden) > MAX_PER_KEER:
            raise forms.ValidationError(
                f"U koos {getal(len(bestanden))} foto's; het kunnen er {getal(MAX_PER_KEER)} tegelijk zijn. "
                "Verstuur ze in delen."
            )
        beelden, fouten = [], []
        for bestand in bestanden:
            try:
                beelden.append(bewerk(bestand, bestand.size))
            except FotoFout as fout:
                fouten.append(f"“{bestand.name[:60]}” {fout}")
        if fouten:
            raise forms.ValidationError([*fouten, "Er is nog niets opgeslagen. Kies de goede foto's opnieuw."])
        return beelden


class _FotoForm(forms.ModelForm):
    """What is said of a photo."""

    class Meta:
        model = Foto
        fields = ["bijschrift", "genomen_op", "maker"]
        widgets = {"genomen_op": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {"bijschrift": {"required": "Zeg kort wat er te zien is."}}

    def clean_genomen_op(self) -> datetime.date | None:
        dag: datetime.date | None = self.cleaned_data["genomen_op"]
        if dag and dag > timezone.localdate():
            raise forms.ValidationError("Deze dag ligt in de toekomst. Controleer de datum.")
        return dag


class FotosForm(_FotoForm):
    """New photos, with what holds for all of them."""

    fotos = FotosField(
        label="Foto's",
        widget=_MeerBestanden(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Kies eerst een of meer foto's."},
    )
    field_order = ["fotos", "bijschrift", "genomen_op", "maker"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fotos"].help_text = (
            f"JPEG, PNG of WebP, tot {getal(settings.AKT_FOTO_MAX_MB)} MB per stuk en {MAX_PER_KEER} tegelijk. "
            "Kies foto's waarop geen mensen en kentekens te herkennen zijn."
        )


class FotoForm(_FotoForm):
    """Another text for one photo; `gezien` is its version when the form was opened."""

    gezien = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["gezien"] = laatste_versie(self.instance)
        self.fields["genomen_op"].help_text = ""


class FotoVerwijderForm(forms.Form):
    reden = forms.CharField(
        label="Waarom verwijdert u deze foto?",
        max_length=100,
        help_text="Bijvoorbeeld: ander pand, of er staat iemand herkenbaar op.",
        error_messages={"required": "Zeg kort waarom; dat blijft in de tijdlijn staan."},
    )

"""Forms of the planning and of the five points of a gemeente."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from loodsen.forms.gezien import GezienForm
from loodsen.models import Gemeenteagenda, Gemeenteagendapunt, Procesverbetering, Programmaonderdeel, Punt
from monitoring.models import Terrein

# Years that a planning can be about.
EERSTE_JAAR, LAATSTE_JAAR = 2014, 2100


class ProgrammaonderdeelForm(GezienForm):
    class Meta:
        model = Programmaonderdeel
        fields = ["strand", "naam", "begin", "einde", "status", "eigenaar", "toelichting", "volgorde", "bron"]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        for naam in ("begin", "einde"):
            dag = gegevens.get(naam)
            if dag and not EERSTE_JAAR <= dag.year <= LAATSTE_JAAR:
                self.add_error(naam, f"Kies een dag van {EERSTE_JAAR} tot en met {LAATSTE_JAAR}.")
        return gegevens

    def save(self, commit: bool = True) -> Any:
        # Who saves it has looked at its status.
        self.instance.bijgehouden_op = datetime.date.today()
        return super().save(commit)


class AgendapuntForm(GezienForm):
    class Meta:
        model = Gemeenteagendapunt
        fields = ["stand", "streefdatum", "beleid", "terreinen"]
        widgets = {"beleid": forms.Textarea(attrs={"rows": 8}), "terreinen": forms.CheckboxSelectMultiple}
        help_texts = {"terreinen": "De gebieden die extra energie krijgen."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.punt == Punt.BELEID:
            terreinen = Terrein.objects.filter(gemeente=self.instance.agenda_id).defer("grens")
            self.fields["terreinen"].queryset = terreinen  # type: ignore[attr-defined]
        else:
            del self.fields["terreinen"]


class ProcesverbeteringForm(forms.ModelForm):
    class Meta:
        model = Procesverbetering
        fields = ["wat", "eigenaar", "gereed_voor", "gedaan_op"]
        widgets = {
            naam: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for naam in ("gereed_voor", "gedaan_op")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wat"].error_messages["required"] = "Vul in wat er beter wordt, of laat de hele regel leeg."

    def clean_gedaan_op(self) -> datetime.date | None:
        dag: datetime.date | None = self.cleaned_data["gedaan_op"]
        if dag and dag > datetime.date.today():
            raise ValidationError("Deze dag moet nog komen. Vul hem in als het is gedaan.")
        return dag


ProcesverbeteringFormSet = forms.inlineformset_factory(
    Gemeenteagenda, Procesverbetering, form=ProcesverbeteringForm, extra=2, can_delete=True, max_num=40
)

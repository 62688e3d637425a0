"""Forms of the rounds: opening one, sending in a sheet, and the checks of one row of a sheet or grid."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from akt.opmaak import aantal, datum
from monitoring.forms.waarnemingen import WaarnemingForm
from monitoring.inlezen import MAX_BYTES
from monitoring.inlezen.bestand import te_groot
from monitoring.kerncijfers import begin_kwartaal
from monitoring.models import Bron, Deelname, Gemeente, Pand, Ronde
from monitoring.rondes import gemeenten_met_kantoren

WEKEN_INVULLEN = 6


class RondeForm(forms.ModelForm):
    """A new round."""

    gemeenten = forms.ModelMultipleChoiceField(
        label="Gemeenten",
        queryset=Gemeente.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Kies ten minste één gemeente."},
        help_text="Gemeenten met kantoren staan al aangevinkt.",
    )

    class Meta:
        model = Ronde
        fields = ["peildatum", "deadline", "gemeenten", "toelichting"]
        widgets = {
            naam: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for naam in ("peildatum", "deadline")
        } | {"toelichting": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"peildatum": {"unique": "Er is al een ronde met deze peildatum."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        vandaag = datetime.date.today()
        begin = {
            "peildatum": begin_kwartaal(vandaag),
            "deadline": vandaag + datetime.timedelta(weeks=WEKEN_INVULLEN),
            "gemeenten": list(gemeenten_met_kantoren().values_list("pk", flat=True)),
        }
        super().__init__(*args, **{**kwargs, "initial": begin | kwargs.get("initial", {})})
        veld = self.fields["gemeenten"]
        assert isinstance(veld, forms.ModelMultipleChoiceField)  # noqa: S101 (narrows the type for mypy)
        veld.queryset = Gemeente.objects.huidig().only("code", "naam")

    def clean_peildatum(self) -> datetime.date:
        peildatum: datetime.date = self.cleaned_data["peildatum"]
        if peildatum > datetime.date.today():
            raise forms.ValidationError(
                "Op deze peildatum is nog niets waar te nemen. Kies het begin van dit kwartaal of een eerder kwartaal."
            )
        return peildatum

    def clean_deadline(self) -> datetime.date:
        deadline: datetime.date = self.cleaned_data["deadline"]
        if deadline < datetime.date.today():
            raise forms.ValidationError("De deadline is al voorbij. Kies een latere dag.")
        return deadline


class DeadlineForm(forms.Form):
    """A deadline of its own for one of the gemeenten (`deelnames`) of a round; empty for that of the round."""

    gemeente = forms.ChoiceField(label="Gemeente", error_messages={"required": "Kies een gemeente."})
    eigen_deadline = forms.DateField(
        label="Eigen deadline", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, ronde: Ronde, deelnames: list[Deelname], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ronde = ronde
        self.per_code = {deelname.gemeente_id: deelname for deelname in deelnames}
        veld = self.fields["gemeente"]
        assert isinstance(veld, forms.ChoiceField)  # noqa: S101 (narrows the type for mypy)
        veld.choices = [("", "Kies een gemeente"), *((code, str(d.gemeente)) for code, d in self.per_code.items())]
        self.fields["eigen_deadline"].help_text = f"Leeg: de deadline van de ronde, {datum(ronde.deadline)}."

    def clean_gemeente(self) -> Deelname:
        return self.per_code[self.cleaned_data["gemeente"]]

    def clean_eigen_deadline(self) -> datetime.date | None:
        deadline: datetime.date | None = self.cleaned_data["eigen_deadline"]
        # Not before the peildatum either: a round never has one in the future.
        if deadline and deadline < datetime.date.today():
            raise forms.ValidationError("Deze dag is al voorbij. Kies een latere dag.")
        return deadline


class UploadForm(forms.Form):
    """The sheet that a loods sends in."""

    bestand = forms.FileField(
        label="Ingevuld bestand",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=f"Excel (.xlsx) of CSV, tot {MAX_BYTES // 1024 // 1024} MB. U ziet eerst wat er verandert.",
        error_messages={"required": "Kies eerst een bestand.", "empty": "Het bestand is leeg. Kies een ander bestand."},
    )

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        if bestand.size > MAX_BYTES:
            raise forms.ValidationError(te_groot(bestand.size))
        return bestand


class ToepassenForm(forms.Form):
    """What to do with a sheet that was checked."""

    GOEDE, ALLES = "goede", "alles"

    keuze = forms.ChoiceField(
        label="Wat wilt u opslaan?",
        choices=[(GOEDE, "De goede rijen opslaan"), (ALLES, "Alleen opslaan als alle rijen goed zijn")],
        widget=forms.RadioSelect,
        initial=GOEDE,
        help_text="Rijen met een fout kunt u daarna downloaden, met de opmerking erbij.",
    )
    ongewijzigd = forms.BooleanField(label="Bevestig ook de panden die niet veranderd zijn", required=False)

    def __init__(self, *args: Any, ongewijzigd: int, fout: int, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"ongewijzigd": True} | kwargs.get("initial", {})})
        if ongewijzigd:
            self.fields[
                "ongewijzigd"
            ].label = f"Bevestig ook {aantal(ongewijzigd, 'pand', 'panden')} waar niets aan veranderde"
        else:
            del self.fields["ongewijzigd"]
        if not fout:
            del self.fields["keuze"]


class _BronField(forms.Field):
    """A source by its id, from a dict in memory: a query for each of five thousand rows would be too many."""

    def __init__(self, bronnen: Mapping[int, Bron], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.bronnen = bronnen

    def to_python(self, value: Any) -> Bron | None:
        return self.bronnen.get(value)


class RijForm(WaarnemingForm):
    """The checks of `WaarnemingForm` for many rows in a row: made once, and asked for each row with `controleer`.

    Nothing here asks the database about a single row.
    """

    def __init__(self, pand: Pand) -> None:
        super().__init__(data={}, pand=pand)
        del self.fields["gezien"]
        self.bronnen = {bron.pk: bron for bron in self.fields["bron"].queryset}  # type: ignore[attr-defined]
        self.vaste_bron: int | None = self.initial.get("bron")
        self.fields["bron"] = _BronField(self.bronnen, label="bron", error_messages={"required": "Kies een bron."})

    def controleer(self, pand: Pand, gegevens: dict[str, Any], eerst: dict[str, Any]) -> dict[str, str]:
        """Errors by field for one row; `cleaned_data` holds what is right. `eerst` is what was known before."""
        self.pand, self.data, self.initial = pand, gegevens, eerst  # type: ignore[assignment]
        self._errors = None
        return {veld: " ".join(str(regel) for regel in regels) for veld, regels in self.errors.items()}

    def _post_clean(self) -> None:
        """No model instance: its checks would ask the database, and the form's own already say all of it."""

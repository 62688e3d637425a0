"""Forms of the coach team, the trajecten, the log and the acties."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from akt.models import Gebruiker, Rol
from loodsen.coaching import Stand
from loodsen.forms.gezien import GezienForm
from loodsen.models import Actie, Coachcontact, Coachtraject, Expertise, Kantorencoach, Kantorenloods, Onderwerp
from monitoring.models import Gemeente


class CoachForm(GezienForm):
    expertise = forms.MultipleChoiceField(
        label="Expertise", choices=Expertise, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Kantorencoach
        fields = [
            "naam", "herkomst", "expertise", "profiel", "email", "telefoon", "openbaar", "van", "tot", "gebruiker",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vrij = Q(kantorencoach__isnull=True) | Q(kantorencoach=self.instance.pk)
        self.fields["gebruiker"].queryset = Gebruiker.objects.filter(  # type: ignore[attr-defined]
            vrij, rol=Rol.KANTORENCOACH, is_active=True
        ).order_by("naam")


class TrajectForm(GezienForm):
    onderwerpen = forms.MultipleChoiceField(label="Coaching op", choices=Onderwerp, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Coachtraject
        fields = [
            "gemeente", "loods", "coach", "intensiteit", "onderwerpen", "behoefte", "doel", "begin", "einde",
            "uitkomst",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What is on it already stays possible, also when its time is over.
        traject = self.instance
        vandaag = datetime.date.today()
        self._keuze("gemeente", Gemeente.objects.filter(Q(einde__isnull=True) | Q(pk=traject.gemeente_id)).only("naam"))
        loodsen = Kantorenloods.objects.op(vandaag) | Kantorenloods.objects.filter(  # type: ignore[attr-defined]
            pk=traject.loods_id
        )
        self._keuze("loods", loodsen.select_related("gemeente").defer("gemeente__grens").order_by("gemeente__naam"))
        coaches = Kantorencoach.objects.huidig() | Kantorencoach.objects.filter(  # type: ignore[attr-defined]
            pk=traject.coach_id
        )
        self._keuze("coach", coaches)

    def _keuze(self, naam: str, keuzes: QuerySet[Any]) -> None:
        self.fields[naam].queryset = keuzes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        gemeente, loods = gegevens.get("gemeente"), gegevens.get("loods")
        if gemeente and loods and loods.gemeente_id != gemeente.pk:
            self.add_error("loods", f"{loods.naam} is geen kantorenloods van {gemeente}. Kies een ander, of niemand.")
        return gegevens


class ContactForm(GezienForm):
    """'Ik sprak …': one line is enough."""

    class Meta:
        model = Coachcontact
        fields = ["onderwerp", "vorm", "datum", "verslag", "vertrouwelijk"]
        labels = {"onderwerp": "Waar ging het over?"}
        widgets = {"vorm": forms.RadioSelect, "verslag": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            # The cursor is where one types.
            self.fields["onderwerp"].widget.attrs["data-selecteer"] = ""

    def clean_datum(self) -> datetime.date:
        dag: datetime.date = self.cleaned_data["datum"]
        if dag > datetime.date.today():
            raise ValidationError("Deze dag moet nog komen. Leg een contact vast als het is geweest.")
        return dag


class ActieForm(GezienForm):
    """Who does what by when. `gemeente` brings its kantorenloodsen first among those who may own it."""

    class Meta:
        model = Actie
        fields = ["omschrijving", "eigenaar", "eigenaar_naam", "voor"]
        labels = {"omschrijving": "Wat is afgesproken?", "eigenaar": "Wie doet het?", "eigenaar_naam": "Of een ander"}
        help_texts = {"eigenaar_naam": "De naam van iemand zonder account."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gemeente = self.instance.traject.gemeente_id if self.instance.traject else self.instance.gemeente_id
        actief = Gebruiker.objects.filter(Q(is_active=True) | Q(pk=self.instance.eigenaar_id))
        if gemeente:
            wie = (
                Q(werkgebieden__gemeente=gemeente) | Q(loodsschappen__gemeente=gemeente) | Q(rol=Rol.KANTORENCOACH)
                | Q(pk=self.instance.eigenaar_id)
            )  # fmt: skip
            actief = actief.filter(wie).distinct()
        self.fields["eigenaar"].queryset = actief.order_by("naam")  # type: ignore[attr-defined]
        self.fields["eigenaar"].label_from_instance = lambda gebruiker: gebruiker.naam  # type: ignore[attr-defined]
        if self.instance.eigenaar_id:
            # The name that goes with the account is not someone else.
            self.initial["eigenaar_naam"] = ""

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        eigenaar = gegevens.get("eigenaar")
        if eigenaar and gegevens.get("eigenaar_naam"):
            self.add_error("eigenaar_naam", "Kies iemand, of vul hier een naam in: niet allebei.")
        elif eigenaar:
            gegevens["eigenaar_naam"] = eigenaar.naam
        return gegevens


class StandFilterForm(forms.Form):
    """Choices above the list of gemeenten; the list is short, so it is narrowed here."""

    TE_LAAT, BINNENKORT, OP_TIJD, GEEN = "te-laat", "binnenkort", "op-tijd", "geen"

    coach = forms.ModelChoiceField(Kantorencoach.objects.none(), label="Coach", required=False, empty_label="Alle")
    intensiteit = forms.ChoiceField(
        label="Intensiteit", choices=[("", "Alle"), *Coachtraject.Intensiteit.choices], required=False
    )
    stand = forms.ChoiceField(
        label="Stand",
        choices=[("", "Alle"), (TE_LAAT, "Te laat"), (BINNENKORT, "Binnen een week weer spreken"),
                 (OP_TIJD, "Op tijd"), (GEEN, "Geen coaching")],
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, coaches: QuerySet[Kantorencoach], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coach"].queryset = coaches  # type: ignore[attr-defined]

    def kies(self, standen: Sequence[Stand]) -> list[Stand]:
        """Those that fit; none when a choice does not exist."""
        if not self.is_valid():
            return []
        coach, intensiteit, stand = (self.cleaned_data[naam] for naam in ("coach", "intensiteit", "stand"))
        return [
            rij
            for rij in standen
            if (not coach or any(traject.coach_id == coach.pk for traject in rij.trajecten))
            and (not intensiteit or any(traject.intensiteit == intensiteit for traject in rij.trajecten))
            and (not stand or stand == self.soort(rij))
        ]

    @classmethod
    def soort(cls, rij: Stand) -> str:
        if rij.ritme is None:
            return cls.GEEN
        return {"fout": cls.TE_LAAT, "let-op": cls.BINNENKORT}.get(rij.ritme.klasse, cls.OP_TIJD)

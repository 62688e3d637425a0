"""Forms of the bijeenkomsten: planning one or a series, asking people, the agenda, minutes, documents, answers."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from akt.fouten import AktFout
from akt.models import Gebruiker, Rol
from akt.versies import laatste_versie
from loodsen import bestanden
from loodsen.bijeenkomsten import op_tijd
from loodsen.models import Actie, Agendacommissielid, Agendapunt, Besluit, Bijeenkomst, Uitnodiging
from monitoring.models import Gemeente, Regio, Terrein
from monitoring.rules import gemeenten_van, ziet_alles

Soort = Bijeenkomst.Soort
# What a loods organises.
EIGEN_SOORTEN = (Soort.GEBIEDSSESSIE, Soort.CODESIGN)


class MetGezien(forms.ModelForm):
    """A form that knows which version of the history the person saw, so that nobody saves over another unseen."""

    gezien = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["gezien"] = laatste_versie(self.instance)

    def neem_kennis(self, versie: int) -> None:
        """Saving again says: mine, knowing theirs."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["gezien"] = str(versie)  # type: ignore[index]


class BijeenkomstForm(MetGezien):
    """A bijeenkomst, with its day and times apart."""

    dag = forms.DateField(label="Dag", widget=forms.DateInput)
    van = forms.TimeField(label="Van", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    tot = forms.TimeField(label="Tot", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    online_url = forms.URLField(
        label="Link voor wie online meedoet", required=False, assume_scheme="https",
        help_text="Alleen het netwerk en de genodigden zien deze link.",
    )  # fmt: skip

    class Meta:
        model = Bijeenkomst
        fields = [
            "soort", "titel", "regio", "gemeente", "terrein", "locatie", "online_url", "plaatsen", "toelichting",
            "openbaar",
        ]  # fmt: skip
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 4})}

    field_order = ["soort", "titel", "dag", "van", "tot", "regio", "gemeente", "terrein", "locatie", "online_url"]

    def __init__(self, *args: Any, gebruiker: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            begin, einde = timezone.localtime(self.instance.begin), timezone.localtime(self.instance.einde)
            self.initial.update(dag=begin.date(), van=begin.time(), tot=einde.time())
        self.fields["regio"].empty_label = "Hele provincie"  # type: ignore[attr-defined]
        self.beperk(gebruiker)
        for naam in ("gemeente", "terrein"):
            self.fields[naam].empty_label = "Geen"  # type: ignore[attr-defined]

    def beperk(self, gebruiker: Any) -> None:
        """A loods organises a gebiedssessie or CoDesign in a gemeente of its own."""
        gemeenten = Gemeente.objects.huidig() if ziet_alles(gebruiker) else gemeenten_van(gebruiker)
        terreinen = (
            Terrein.objects.filter(gemeente__in=gemeenten).select_related("gemeente").defer("grens", "gemeente__grens")
        )
        self.fields["gemeente"].queryset = gemeenten.only("code", "naam")  # type: ignore[attr-defined]
        self.fields["terrein"].queryset = terreinen.order_by("gemeente__naam", "naam")  # type: ignore[attr-defined]
        self.fields["terrein"].label_from_instance = lambda terrein: f"{terrein.naam} ({terrein.gemeente})"  # type: ignore[attr-defined]
        if not ziet_alles(gebruiker):
            self.fields["soort"].choices = [(soort.value, soort.label) for soort in EIGEN_SOORTEN]  # type: ignore[attr-defined]
            self.fields["gemeente"].required = True
            del self.fields["regio"]
            if "gemeente" not in self.initial or not self.initial["gemeente"]:
                self.initial["gemeente"] = gemeenten.values_list("pk", flat=True).first()

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        dag, van, tot = (gegevens.get(naam) for naam in ("dag", "van", "tot"))
        if dag and van and tot:
            if tot <= van:
                self.add_error("tot", "Het einde ligt voor het begin. Controleer de tijden.")
            else:
                self.instance.begin, self.instance.einde = op_tijd(dag, van), op_tijd(dag, tot)
                if not self.instance.pk and self.instance.begin <= timezone.now():
                    self.add_error("dag", "Dit moment is al geweest. Kies een dag in de toekomst.")
        self.keur_gebied(gegevens)
        return gegevens

    def keur_gebied(self, gegevens: dict[str, Any]) -> None:
        terrein, gemeente = gegevens.get("terrein"), gegevens.get("gemeente")
        if terrein and gemeente and terrein.gemeente_id != gemeente.pk:
            self.add_error("terrein", f"Dit terrein ligt niet in {gemeente}. Kies een ander terrein.")
        elif terrein and not gemeente:
            gegevens["gemeente"] = terrein.gemeente
        if gegevens.get("soort") == Soort.REGIO and not gegevens.get("regio"):
            self.add_error("regio", "Kies van welke regio het overleg is.")
        if gegevens.get("soort") == Soort.GEBIEDSSESSIE and not gegevens.get("gemeente"):
            self.add_error("gemeente", "Kies in welke gemeente het gebied ligt.")

    def velden(self) -> dict[str, Any]:
        """What the person filled in, as fields of a bijeenkomst."""
        ingevuld = {naam: self.cleaned_data[naam] for naam in self._meta.fields or () if naam in self.cleaned_data}
        return ingevuld | {"begin": self.instance.begin, "einde": self.instance.einde}


class ReeksForm(forms.Form):
    """A year of bijeenkomsten: the first day, how often, and what they share."""

    soort = forms.ChoiceField(
        label="Soort", choices=[(soort.value, soort.label) for soort in (Soort.LOODSENSESSIE, Soort.PAKT, Soort.REGIO)]
    )
    titel = forms.CharField(label="Titel", max_length=120)
    regio = forms.ModelChoiceField(
        label="Regio", queryset=Regio.objects.all(), required=False, empty_label="Hele provincie"
    )
    eerste = forms.DateField(label="Eerste dag", widget=forms.DateInput)
    maanden = forms.TypedChoiceField(
        label="Hoe vaak",
        coerce=int,
        choices=[(1, "Elke maand"), (2, "Elke 2 maanden"), (3, "Elke 3 maanden"), (6, "Elke 6 maanden")],
        initial=3,
        help_text="Afgesproken is: een loodsensessie elke 3 maanden, een PAKT elke 6 maanden.",
    )
    van = forms.TimeField(label="Van", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    tot = forms.TimeField(label="Tot", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    locatie = forms.CharField(label="Locatie", max_length=200, required=False)
    plaatsen = forms.IntegerField(
        label="Aantal plaatsen", min_value=1, max_value=5000, required=False, help_text="Leeg: onbeperkt."
    )
    openbaar = forms.BooleanField(label="Iedereen mag deze bijeenkomsten zien", required=False)

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("van") and gegevens.get("tot") and gegevens["tot"] <= gegevens["van"]:
            self.add_error("tot", "Het einde ligt voor het begin. Controleer de tijden.")
        if gegevens.get("eerste") and gegevens["eerste"] <= timezone.localdate():
            self.add_error("eerste", "Kies een dag in de toekomst.")
        if gegevens.get("eerste") and gegevens["eerste"] > timezone.localdate() + datetime.timedelta(730):
            self.add_error("eerste", "Kies een dag binnen twee jaar.")
        if gegevens.get("soort") == Soort.REGIO and not gegevens.get("regio"):
            self.add_error("regio", "Kies van welke regio het overleg is.")
        return gegevens


class AfgelastForm(forms.Form):
    reden = forms.CharField(
        label="Waarom gaat de bijeenkomst niet door?",
        max_length=300,
        help_text="Komt in de mail aan wie is uitgenodigd, en op de pagina van de bijeenkomst.",
    )


class GenodigdeForm(forms.ModelForm):
    """Someone who is not in the proposal."""

    class Meta:
        model = Uitnodiging
        fields = ["naam", "email", "hoedanigheid", "gemeente"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = Gemeente.objects.huidig().only("code", "naam")  # type: ignore[attr-defined]
        self.fields["gemeente"].empty_label = "Geen"  # type: ignore[attr-defined]


class AntwoordForm(forms.Form):
    KOMT, KOMT_NIET = "ja", "nee"

    komt = forms.ChoiceField(
        label="Komt u?",
        choices=[(KOMT, "Ja, ik kom"), (KOMT_NIET, "Nee, ik kom niet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of u komt."},
    )
    opmerking = forms.CharField(
        label="Opmerking",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld een dieetwens, of wie er in uw plaats komt. De organisator leest dit.",
    )


class AgendapuntForm(forms.ModelForm):
    class Meta:
        model = Agendapunt
        fields = ["volgorde", "onderwerp", "inleider", "minuten"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["volgorde"].required = False
        if not self.instance.pk:
            # Without a number it comes last.
            self.initial["volgorde"] = None

    def has_changed(self) -> bool:
        # A number alone is no point.
        return bool(set(self.changed_data) - {"volgorde"}) or bool(self.instance.pk and self.changed_data)


AgendaFormSet = forms.inlineformset_factory(
    Bijeenkomst, Agendapunt, form=AgendapuntForm, extra=3, max_num=40, validate_max=True, can_delete=True
)


class CommissielidForm(forms.ModelForm):
    """Someone for the agendacommissie: with an account, or by name."""

    class Meta:
        model = Agendacommissielid
        fields = ["hoedanigheid", "gebruiker", "naam"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gebruiker"].queryset = Gebruiker.objects.filter(  # type: ignore[attr-defined]
            is_active=True, rol__in=[Rol.KANTORENLOODS, Rol.KANTORENCOACH, Rol.MARKTPARTIJ]
        ).order_by("naam")
        self.fields["gebruiker"].empty_label = "Geen account"  # type: ignore[attr-defined]
        self.fields["naam"].required = False
        self.fields["naam"].help_text = "Voor wie geen account heeft."

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("gebruiker"):
            gegevens["naam"] = gegevens["gebruiker"].naam
        elif not gegevens.get("naam"):
            self.add_error("naam", "Kies een account of vul een naam in.")
        return gegevens


class NotulenForm(MetGezien):
    notulen = forms.CharField(
        label="Notulen",
        widget=forms.Textarea(attrs={"rows": 16}),
        max_length=50_000,
        required=False,
        help_text="Een lege regel begint een nieuwe alinea.",
    )

    class Meta:
        model = Bijeenkomst
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["notulen"] = self.instance.notulen


class BesluitForm(forms.ModelForm):
    class Meta:
        model = Besluit
        fields = ["tekst"]


class ActieForm(forms.ModelForm):
    class Meta:
        model = Actie
        fields = ["omschrijving", "eigenaar", "eigenaar_naam", "voor"]
        widgets = {"voor": forms.DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["eigenaar"].queryset = Gebruiker.objects.filter(is_active=True).order_by("naam")  # type: ignore[attr-defined]
        self.fields["eigenaar"].empty_label = "Geen account"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or {}
        if gegevens.get("eigenaar"):
            gegevens["eigenaar_naam"] = gegevens["eigenaar"].naam
        elif not gegevens.get("eigenaar_naam"):
            self.add_error("eigenaar_naam", "Kies wie het doet, of vul een naam in.")
        return gegevens


class DocumentForm(forms.Form):
    bestand = forms.FileField(
        label="Bestand",
        max_length=200,
        help_text=f"Een bestand van het type {bestanden.TOEGESTAAN}, ten hoogste "
        f"{bestanden.MAX_BYTES // 1024 // 1024} MB.",
    )
    naam = forms.CharField(label="Naam", max_length=120, required=False, help_text="Leeg: de naam van het bestand.")

    def clean_bestand(self) -> Any:
        bestand = self.cleaned_data["bestand"]
        # Its size first, so that one that is too big is not read.
        inhoud = bestand.read(bestanden.MAX_BYTES + 1)
        try:
            self.soort, self.einde = bestanden.herken(inhoud)
        except AktFout as fout:
            raise ValidationError(str(fout)) from fout
        bestand.seek(0)
        return bestand

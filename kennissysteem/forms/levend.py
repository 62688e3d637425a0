"""Forms for what readers do: asking, answering, taking back, saying that it helped, following."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from kennissysteem.models import Hielp, Knelpunt, Reactie
from monitoring.models import Gemeente

LENGTE = Reactie._meta.get_field("tekst").max_length


class AntwoordForm(forms.Form):
    """`verzending` marks the form: sent twice it is said once."""

    tekst = forms.CharField(
        label="Uw antwoord", max_length=LENGTE, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Schrijf uw antwoord."},
    )  # fmt: skip
    verzending = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("verzending", uuid.uuid4())


class ReactieForm(AntwoordForm):
    soort = forms.ChoiceField(
        label="Wat is het?",
        choices=[("vraag", "Een vraag"), ("reactie", "Een reactie")],
        initial="vraag",
        widget=forms.RadioSelect,
        error_messages={"required": "Kies of het een vraag of een reactie is."},
    )
    field_order = ("soort", "tekst")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tekst"].label = "Uw vraag of reactie"
        self.fields["tekst"].error_messages["required"] = "Schrijf uw vraag of reactie."


class IntrekForm(forms.Form):
    reden = forms.CharField(
        label="Waarom trekt u dit in?",
        help_text="De reden blijft staan; de tekst niet.",
        max_length=Reactie._meta.get_field("ingetrokken_reden").max_length,
        error_messages={"required": "Schrijf waarom u dit intrekt."},
    )


class HielpForm(forms.ModelForm):
    class Meta:
        model = Hielp
        fields = ("waar", "toelichting")
        widgets = {"toelichting": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"waar": {"required": "Schrijf in welke gemeente of in welk pand u dit gebruikte."}}


class VolgForm(forms.Form):
    """Everything, or some knelpunten and gemeenten."""

    alles = forms.BooleanField(label="Alles wat nieuw is", required=False)
    knelpunten = forms.ModelMultipleChoiceField(
        label="Knelpunten", queryset=Knelpunt.objects.filter(actief=True), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    gemeenten = forms.ModelMultipleChoiceField(
        label="Gemeenten", queryset=Gemeente.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeenten"].queryset = Gemeente.objects.huidig().defer("grens").order_by("naam")  # type: ignore[attr-defined]

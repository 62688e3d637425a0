"""Form rendering: one template for every form of the portal, with an error summary and help texts.

What a widget looks like is decided here, once; a form in an app only names its fields.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

# Widget class -> classes of the NL Design System component. The first match counts, so the most specific come first.
KLASSEN: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.SelectMultiple, "utrecht-select akt-invoer--meer"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.FileInput, "akt-bestand"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)
# Up to this many characters a text field is drawn short: house numbers, postcodes, dates, areas.
KORT = 12


class GeheelGetalField(forms.IntegerField):
    """A whole number as people write it: '1.234', '1 234' and '1234 m²' are 1234; anything else is refused.

    A text input: a number input drops what it does not understand and changes under the mouse wheel.
    """

    widget = forms.TextInput
    default_error_messages = {"invalid": "Vul een geheel getal in, bijvoorbeeld 1234."}
    vorm = re.compile(r"([+-]?)(\d+|\d{1,3}(?:[. \u00a0]\d{3})+)\s*(?:m2|m²)?", re.ASCII | re.IGNORECASE)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            treffer = self.vorm.fullmatch(value.strip())
            if treffer is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = treffer[1] + re.sub(r"\D", "", treffer[2])
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class BedragField(forms.DecimalField):
    """Euros as people write them: '139,50', '1.250' or '€ 1.250,00'."""

    widget = forms.TextInput
    default_error_messages = {"invalid": "Vul een bedrag in, bijvoorbeeld 139,50."}
    vorm = re.compile(r"(?:€\s*)?(\d+|\d{1,3}(?:\.\d{3})+)(?:[,.](\d{1,2}))?", re.ASCII)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            treffer = self.vorm.fullmatch(value.strip())
            if treffer is None:
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
            value = f"{treffer[1].replace('.', '')}.{treffer[2] or '0'}"
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class AktBoundField(forms.BoundField):
    """A field that knows its classes, its keyboard on a phone and where its error link points."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        # Exactly DateInput: the admin has its own calendar.
        if type(field.widget) is forms.DateInput:
            field.widget.input_type = "date"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        eigen = str(attrs.get("class", widget.attrs.get("class", "")))
        klassen = next((klasse for soort, klasse in KLASSEN if isinstance(widget, soort)), "")
        attrs["class"] = " ".join(filter(None, [klassen, self._maat(widget), eigen]))
        if "inputmode" not in widget.attrs:
            if isinstance(self.field, forms.IntegerField) and type(self.field) is forms.IntegerField:
                attrs["inputmode"] = "numeric"
            elif isinstance(self.field, (forms.DecimalField, forms.FloatField)):
                attrs["inputmode"] = "decimal"
        return attrs

    def _maat(self, widget: forms.Widget) -> str:
        """An input as wide as what goes in, so that its size tells what is asked."""
        kort = isinstance(self.field, (forms.IntegerField, forms.DecimalField))
        if kort or isinstance(widget, (forms.NumberInput, forms.DateInput, forms.TimeInput)):
            return "akt-invoer--kort"
        if isinstance(widget, forms.TextInput):
            lengte = getattr(self.field, "max_length", None)
            return "akt-invoer--kort" if lengte and lengte <= KORT else ""
        return ""

    @property
    def doel(self) -> str:
        """Id that a link in the error summary goes to: the input itself, or the first of a group."""
        if self.use_fieldset and isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def is_aankruisvak(self) -> bool:
        """Whether the label comes after the input."""
        return type(self.field.widget) is forms.CheckboxInput


class AktFormRenderer(TemplatesSetting):
    form_template_name = "akt/onderdelen/formulier.html"
    field_template_name = "akt/onderdelen/veld.html"
    bound_field_class = AktBoundField

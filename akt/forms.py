"""Form rendering: one template for every form of the portal, with an error summary and help texts."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class AktFormRenderer(TemplatesSetting):
    form_template_name = "akt/onderdelen/formulier.html"
    field_template_name = "akt/onderdelen/veld.html"

"""What is measured beside the voorraad, the programme, bronnen and overeenstemming: for each subject the same pages."""

from django.urls import URLPattern, path

from monitoring.views import metingen, overeenstemming
from monitoring.views.metingen import ONDERWERPEN, Onderwerp


def _van(onderwerp: Onderwerp) -> list[URLPattern]:
    adres, naam = onderwerp.lijst, onderwerp.naam
    export = metingen.ExportView
    ding = f"{adres}/<int:{naam}_id>"
    paden = [
        path(f"{adres}/", metingen.LijstView.as_view(onderwerp=onderwerp), name=adres),
        path(f"{adres}/{adres}.csv", export.as_view(onderwerp=onderwerp), name=f"{naam}-csv"),
        path(f"{adres}/{adres}.xlsx", export.as_view(onderwerp=onderwerp, vorm="xlsx"), name=f"{naam}-xlsx"),
        path(f"{adres}/nieuw/", metingen.DingView.as_view(onderwerp=onderwerp, nieuw=True), name=f"{naam}-nieuw"),
        path(f"{ding}/", metingen.DingView.as_view(onderwerp=onderwerp), name=f"{naam}-wijzigen"),
        path(f"{ding}/verwijderen/", metingen.VerwijderView.as_view(onderwerp=onderwerp), name=f"{naam}-verwijderen"),
    ]
    if onderwerp.inlezen:
        paden += [
            path(f"{adres}/inlezen/", metingen.InlezenView.as_view(onderwerp=onderwerp), name=f"{naam}-inlezen"),
            path(f"{adres}/sjabloon.xlsx", metingen.SjabloonView.as_view(onderwerp=onderwerp), name=f"{naam}-sjabloon"),
        ]
    return paden


urlpatterns: list[URLPattern] = [
    path("metingen/", metingen.MetingenView.as_view(), name="metingen"),
    *(pad for onderwerp in ONDERWERPEN for pad in _van(onderwerp)),
    path("bronnen/", overeenstemming.BronnenView.as_view(), name="bronnen"),
    path("overeenstemming/", overeenstemming.OvereenstemmingView.as_view(), name="overeenstemming"),
]

"""Bijeenkomsten, the answer of a guest, and calendars."""

from django.urls import path

from loodsen.views import bijeenkomsten

EEN = "bijeenkomsten/<int:bijeenkomst_id>"

urlpatterns = [
    path("bijeenkomsten/", bijeenkomsten.BijeenkomstenView.as_view(), name="bijeenkomsten"),
    path("bijeenkomsten/openbaar.ics", bijeenkomsten.OpenbaarIcsView.as_view(), name="bijeenkomsten-openbaar"),
    path("bijeenkomsten/nieuw/", bijeenkomsten.NieuwView.as_view(), name="bijeenkomst-nieuw"),
    path("bijeenkomsten/reeks/", bijeenkomsten.ReeksView.as_view(), name="bijeenkomsten-reeks"),
    path("bijeenkomsten/mijn-agenda/", bijeenkomsten.MijnAgendaView.as_view(), name="mijn-agenda"),
    path("bijeenkomsten/antwoord/<str:antwoord_sleutel>/", bijeenkomsten.AntwoordView.as_view(),
         name="bijeenkomst-antwoord"),
    path(f"{EEN}/", bijeenkomsten.BijeenkomstView.as_view(), name="bijeenkomst"),
    path(f"{EEN}.ics", bijeenkomsten.BijeenkomstIcsView.as_view(), name="bijeenkomst-ics"),
    path(f"{EEN}/wijzigen/", bijeenkomsten.WijzigenView.as_view(), name="bijeenkomst-wijzigen"),
    path(f"{EEN}/afgelasten/", bijeenkomsten.AfgelastenView.as_view(), name="bijeenkomst-afgelasten"),
    path(f"{EEN}/agenda/", bijeenkomsten.AgendaView.as_view(), name="bijeenkomst-agenda"),
    path(f"{EEN}/uitnodigen/", bijeenkomsten.UitnodigenView.as_view(), name="bijeenkomst-uitnodigen"),
    path(f"{EEN}/aanwezig/", bijeenkomsten.AanwezigView.as_view(), name="bijeenkomst-aanwezig"),
    path(f"{EEN}/notulen/", bijeenkomsten.NotulenView.as_view(), name="bijeenkomst-notulen"),
    path(f"{EEN}/documenten/", bijeenkomsten.DocumentenView.as_view(), name="bijeenkomst-documenten"),
    path(f"{EEN}/documenten/<int:document_id>.bestand", bijeenkomsten.DocumentView.as_view(),
         name="bijeenkomst-document"),
    path("agenda/persoonlijk/<str:feed_sleutel>.ics", bijeenkomsten.PersoonlijkIcsView.as_view(),
         name="agenda-persoonlijk"),
]  # fmt: skip

"""Organisations, the people there, and what people arrange of their own data."""

from django.urls import path

from loodsen.views import organisaties

ORGANISATIE = "organisaties/<int:organisatie_id>"
PERSOON = "contactpersonen/<int:contactpersoon_id>"

urlpatterns = [
    path("organisaties/", organisaties.OrganisatiesView.as_view(), name="organisaties"),
    path("organisaties/nieuw/", organisaties.OrganisatieNieuwView.as_view(), name="organisatie-nieuw"),
    path("organisaties/dubbel/", organisaties.DubbelView.as_view(), name="organisaties-dubbel"),
    path(
        "organisaties/samenvoegen/<int:blijft_id>/<int:weg_id>/",
        organisaties.SamenvoegenView.as_view(),
        name="organisaties-samenvoegen",
    ),
    path(f"{ORGANISATIE}/", organisaties.OrganisatieView.as_view(), name="organisatie"),
    path(f"{ORGANISATIE}/wijzigen/", organisaties.OrganisatieWijzigenView.as_view(), name="organisatie-wijzigen"),
    path(f"{ORGANISATIE}/contactpersoon/", organisaties.ContactpersoonNieuwView.as_view(), name="contactpersoon-nieuw"),
    path("contactpersonen/inlezen/", organisaties.InlezenView.as_view(), name="contactpersonen-inlezen"),
    path("contactpersonen/sjabloon.xlsx", organisaties.SjabloonView.as_view(), name="contactpersonen-sjabloon"),
    path(f"{PERSOON}/", organisaties.ContactpersoonView.as_view(), name="contactpersoon"),
    path(f"{PERSOON}/wijzigen/", organisaties.ContactpersoonWijzigenView.as_view(), name="contactpersoon-wijzigen"),
    path(f"{PERSOON}/toestemming/", organisaties.ToestemmingVragenView.as_view(), name="contactpersoon-toestemming"),
    path(f"{PERSOON}/wissen/", organisaties.ContactpersoonWissenView.as_view(), name="contactpersoon-wissen"),
    path("mijn-gegevens/", organisaties.EigenGegevensView.as_view(), name="mijn-gegevens-eigen"),
    path("mijn-gegevens/gewist/", organisaties.GewistView.as_view(), name="mijn-gegevens-gewist"),
    path("mijn-gegevens/<slug:gegevens_sleutel>/", organisaties.MijnGegevensView.as_view(), name="mijn-gegevens"),
    path(
        "mijn-gegevens/<slug:gegevens_sleutel>/mijn-gegevens.json",
        organisaties.MeenemenView.as_view(),
        name="mijn-gegevens-meenemen",
    ),
]

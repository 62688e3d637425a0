"""Addresses of searching."""

from django.urls import path

from kennissysteem.views import zoeken

urlpatterns = [
    path("", zoeken.KennisView.as_view(), name="kennis"),
    path("ontbreekt/", zoeken.OntbreektView.as_view(), name="ontbreekt"),
    path("bij-pand/<str:bag_id>/", zoeken.BijPandView.as_view(), name="bij-pand"),
]

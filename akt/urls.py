"""Addresses of the portal. Each app has its own `urls`; the kernel knows them by name only."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from akt import problemen, views

handler400 = problemen.ongeldig
handler403 = problemen.verboden
handler404 = problemen.onbekend
handler500 = problemen.serverfout

urlpatterns = [
    path("", include("monitoring.urls")),
    path("", include("loodsen.urls")),
    path("kennis/", include("kennissysteem.urls")),
    path("", include("kennissysteem.urls.wortel")),
    path("scans/", include("scans.urls")),
    path("api/v1/", include("akt.api.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/tweestaps/", include("allauth.mfa.urls")),
    path("beheer/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("beheer/", admin.site.urls),
    path("taken/", views.TakenView.as_view(), name="taken"),
    path("taken/<uuid:pk>/", views.TaakView.as_view(), name="taak"),
    path("post/", views.PostView.as_view(), name="post"),
    path("post/<uuid:bericht_id>/", views.BerichtView.as_view(), name="bericht"),
    path("post/afmelden/<str:sleutel>/", views.AfmeldenView.as_view(), name="post-afmelden"),
    path("toegankelijkheid/", views.ToegankelijkheidView.as_view(), name="toegankelijkheid"),
    path("privacy/", views.PrivacyView.as_view(), name="privacy"),
    path("gezond", views.gezond, name="gezond"),
    path("gereed", views.gereed, name="gereed"),
]

if settings.DEBUG:
    urlpatterns += [path("stijl/", include("akt.stijlgids"))]

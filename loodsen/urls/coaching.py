"""The coach team, the coaching and its log, and the acties of everyone."""

from django.urls import URLPattern, path

from loodsen.views import coaching

urlpatterns: list[URLPattern] = [
    path("coachteam/", coaching.CoachteamView.as_view(), name="coachteam"),
    path("coachteam/nieuw/", coaching.CoachView.as_view(), name="coach-nieuw"),
    path("coachteam/<int:coach_id>/", coaching.CoachView.as_view(), name="coach"),
    path("coaching/", coaching.CoachingView.as_view(), name="coaching"),
    path("coaching/nieuw/", coaching.TrajectWijzigView.as_view(), name="traject-nieuw"),
    path("coaching/contact/<int:contact_id>/", coaching.ContactView.as_view(), name="contact"),
    path("coaching/<int:traject_id>/", coaching.TrajectView.as_view(), name="traject"),
    path("coaching/<int:traject_id>/wijzigen/", coaching.TrajectWijzigView.as_view(), name="traject-wijzigen"),
    path("coaching/<int:traject_id>/contact/", coaching.ContactView.as_view(), name="contact-nieuw"),
    path("coaching/<int:traject_id>/afspraak/", coaching.TrajectActieView.as_view(), name="traject-afspraak"),
    path("acties/", coaching.ActiesView.as_view(), name="acties"),
    path("acties/<int:actie_id>/", coaching.ActieWijzigView.as_view(), name="actie"),
    path("acties/<int:actie_id>/vink/", coaching.ActieVinkView.as_view(), name="actie-vink"),
]

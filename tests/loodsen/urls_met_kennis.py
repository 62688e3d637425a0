"""The portal with the two pages of the kennissysteem that a question can become something on."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import TemplateView

from akt.urls import urlpatterns as portaal

kennis = [
    path(f"kennis/{naam}/", TemplateView.as_view(template_name="akt/privacy.html"), name=naam)
    for naam in ("praktijk-nieuw", "knelpunt-nieuw")
]
urlpatterns = [*portaal, path("", include((kennis, "kennissysteem")))]

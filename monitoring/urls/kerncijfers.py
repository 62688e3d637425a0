"""Rebuilding the kerncijfers."""

from django.urls import path

from monitoring.views import kerncijfers

urlpatterns = [
    path("kerncijfers/", kerncijfers.KerncijfersView.as_view(), name="kerncijfers"),
]

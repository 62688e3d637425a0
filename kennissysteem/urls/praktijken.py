"""Addresses of praktijken."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

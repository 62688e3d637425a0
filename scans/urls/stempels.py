"""Addresses of stempels."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

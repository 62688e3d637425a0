"""Addresses of vragen."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

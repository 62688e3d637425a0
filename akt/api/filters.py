from django_filters.rest_framework import DjangoFilterBackend


class CamelCaseFilterBackend(DjangoFilterBackend):
    """django-filter with lowerCamelCase query keys."""

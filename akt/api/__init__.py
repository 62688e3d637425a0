"""Conventions of the REST API, after the NLGov REST API Design Rules (Logius).

A resource of an app is a serializer (`AktSerializer`), a filterset (`AktFilterSet`) and a viewset (`AktViewSet`),
put under its path with `routes`. All else that every answer needs is here, once.
"""

"""Conventions of the REST API, after the NLGov REST API Design Rules."""

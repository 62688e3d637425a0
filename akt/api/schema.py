from drf_spectacular.openapi import AutoSchema


class AktSchema(AutoSchema):
    """Problem answers on every operation."""


def voeg_huisregels_toe(result, generator, request, public):
    return result

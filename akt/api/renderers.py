from djangorestframework_camel_case.render import CamelCaseJSONRenderer


class AktJSONRenderer(CamelCaseJSONRenderer):
    """JSON with lowerCamelCase properties."""

from rest_framework.pagination import PageNumberPagination


class AktPaginering(PageNumberPagination):
    """Pages with `next` and `previous` links."""

    page_size_query_param = "pageSize"
    max_page_size = 500

"""Finding the kantorenloods, the page of a gemeente, and the table of gemeenten."""

from django.urls import path

from loodsen.views import vinden

GEMEENTE = "kantorenloods/<slug:loods_gemeente>"

urlpatterns = [
    path("kantorenloods/", vinden.KantorenloodsenView.as_view(), name="kantorenloodsen"),
    path("kantorenloods/zoeken.json", vinden.ZoekenView.as_view(), name="kantorenloodsen-zoeken"),
    path("kantorenloods/kaart.geojson", vinden.KaartView.as_view(), name="kantorenloodsen-kaart"),
    path(f"{GEMEENTE}/", vinden.KantorenloodsView.as_view(), name="kantorenloods"),
    path(f"{GEMEENTE}/insluiten/", vinden.InsluitenView.as_view(), name="kantorenloods-insluiten"),
    path(f"{GEMEENTE}/wijzigen/", vinden.GemeenteprofielView.as_view(), name="gemeenteprofiel"),
    path(f"{GEMEENTE}/aanstellen/", vinden.AanstellenView.as_view(), name="loods-aanstellen"),
    path(f"{GEMEENTE}/team/<int:loods_id>/", vinden.LoodsWijzigenView.as_view(), name="loods-wijzigen"),
    path("netwerk/", vinden.NetwerkView.as_view(), name="netwerk"),
]

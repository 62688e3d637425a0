"""Geometry from PostGIS on its way to a map."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, GeoFunc, Transform
from django.http import HttpResponse

WGS84 = 4326


class Vereenvoudigd(GeoFunc):
    """Geometry with fewer points, within a tolerance in metres, still valid."""

    function = "ST_SimplifyPreserveTopology"
    output_field = GeometryField(srid=28992)


def op_kaart(uitdrukking: Any, precisie: int = 5) -> AsGeoJSON:
    """RD New geometry as GeoJSON in WGS 84; five decimals are about a metre."""
    return AsGeoJSON(Transform(uitdrukking, WGS84), precision=precisie)


def geojson(features: list[dict[str, Any]]) -> HttpResponse:
    """A FeatureCollection whose geometries are GeoJSON text from PostGIS, put in as they are."""
    delen = [
        f'{{"type":"Feature","geometry":{feature["geometry"]},"properties":'
        f"{json.dumps(feature['properties'], ensure_ascii=False)}}}"
        for feature in features
    ]
    inhoud = f'{{"type":"FeatureCollection","features":[{",".join(delen)}]}}'
    return HttpResponse(inhoud, content_type="application/geo+json")

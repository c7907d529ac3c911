# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Facts in the shapes of the city's feed: tariffs, rows of every layer, collections."""

from typing import Any

import msgspec

TAXA_1 = "taxa 1: 55 kr/tim alla dagar 00-24 Boende: ingen boendeparkering"
TAXA_2 = (
    "taxa 2: 31 kr/tim vardagar 7-21 och dag före helgdag och helgdag 9-19, "
    "20 kr/tim övrig tid, Boende: 1100 kr/månad eller 75 kr/dygn"
)
TAXA_3 = (
    "taxa 3: 20 kr/tim vardagar 7-19, 15 kr/tim dag före helgdag 11-17, "
    "Boende: 1100 kr/månad eller 75 kr/dygn"
)
TAXA_12 = (
    "taxa 12: Vardagar utom vardag före sön- och helgdag klockan 07.00 - 21.00, vardag före "
    "sön- och helgdag klockan 9.00 - 19.00 och sön- och helgdag klockan 9.00 - 19.00, "
    "7,75 kr/tim. Övrig tid 5 kr/tim."
)
TAXA_13 = (
    "taxa 13: Vardagar utom vardag före sön- och helgdag klockan 7.00 - 19.00, 5 kr/tim. "
    "Vardag före sön- och helgdag klockan 11.00 - 17.00, 3,75 kr/tim."
)

KERB = [[18.0700, 59.3400], [18.0710, 59.3400]]
"""About 57 metres of kerb in Vasastan, west to east."""

PREFIX = {
    "ptillaten": "LTFR_P_TILLATEN",
    "pbuss": "LTFR_P_BUSS",
    "plastbil": "LTFR_P_LASTBIL",
    "pmotorcykel": "LTFR_P_MOTORCYKEL",
    "prorelsehindrad": "LTFR_P_RORELSEHINDRADE",
    "servicedagar": "LTFR_SERVICEDAG",
}


def row(
    number: int = 1,
    layer: str = "ptillaten",
    *,
    line: object = None,
    **properties: Any,
) -> dict[str, Any]:
    """One feature; a property given as None is left out."""
    facts: dict[str, Any] = {
        "FEATURE_OBJECT_ID": 0,
        "EXTENT_NO": 1,
        "VALID_FROM": "2020-05-31T22:00:00Z",
        "CITATION": "0180 2020-01234",
        "STREET_NAME": "Provgatan",
        "ADDRESS": "Provgatan 1 - 5",
        "CITY_DISTRICT": "Vasastaden",
        "PARKING_DISTRICT": "Vasastan",
        "RDT_URL": "https://rdt.example/?LopNr=01234",
        "FID": number,
    } | properties
    return {
        "type": "Feature",
        "id": f"{PREFIX[layer]}.{number}",
        "geometry": {"type": "LineString", "coordinates": KERB if line is None else line},
        "geometry_name": "GEOMETRY",
        "properties": {name: value for name, value in facts.items() if value is not None},
    }


def friday_bay(**properties: Any) -> dict[str, Any]:
    """A paid bay with cleaning on the night to Friday."""
    return row(
        **{
            "VEHICLE": "fordon",
            "START_TIME": 600,
            "END_TIME": 0,
            "START_WEEKDAY": "fredag",
            "OTHER_INFO": "Servicetid fredag 00:00-06:00",
            "VF_PLATS_TYP": "P Avgift, boende",
            "PARKING_RATE": TAXA_2,
        }
        | properties
    )


def collection(*features: object) -> bytes:
    """A feature collection as the feed sends it."""
    return msgspec.json.encode(
        {
            "type": "FeatureCollection",
            "features": features,
            "totalFeatures": len(features),
            "numberMatched": len(features),
            "numberReturned": len(features),
            "timeStamp": "2026-05-30T19:29:06.608Z",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}},
        }
    )

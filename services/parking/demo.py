# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kerbs of the demonstration city: facts in the shape of the real feed, around Norrmalm and Östermalm."""

from typing import Any

from services.kit.data import Tx
from services.kit.wire.caller import SYSTEM
from services.parking.actions.feed import ImportFeed, import_feed
from services.parking.domain.ltf import Reading, read_feature

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
CLEANING = {
    "måndag": "Servicetid måndag 00:00-06:00",
    "tisdag": "Servicetid tisdag 00:00-06:00",
    "onsdag": "Servicetid onsdag 00:00-06:00",
    "torsdag": "Servicetid torsdag 00:00-06:00",
    "fredag": "Servicetid fredag 00:00-06:00",
}

Spot = tuple[str, str, str, str, str, tuple[float, float], tuple[float, float]]
BAYS: tuple[Spot, ...] = (
    ("Linnégatan", "23 - 27", "Östermalm", TAXA_2, "fredag", (18.0798, 59.3374), (18.0806, 59.3372)),
    ("Linnégatan", "24 - 28", "Östermalm", TAXA_2, "torsdag", (18.0799, 59.3375), (18.0807, 59.3373)),
    ("Lovisagatan", "2 - 4", "Östermalm", TAXA_3, "onsdag", (18.0949, 59.3328), (18.0952, 59.3333)),
    ("Mäster Samuelsgatan", "60", "City", TAXA_1, "fredag", (18.0588, 59.3319), (18.0599, 59.3322)),
    ("Kungsbron", "13", "City", TAXA_1, "onsdag", (18.0554, 59.3336), (18.0550, 59.3335)),
    ("Sigtunagatan", "14 - 18", "Vasastan", TAXA_3, "onsdag", (18.0408, 59.3424), (18.0412, 59.3420)),
    ("Odengatan", "92 - 98", "Vasastan", TAXA_2, "torsdag", (18.0411, 59.3405), (18.0404, 59.3403)),
    ("Upplandsgatan", "40 - 44", "Vasastan", TAXA_2, "tisdag", (18.0511, 59.3411), (18.0514, 59.3418)),
    ("Valhallavägen", "186 - 190", "Östermalm", TAXA_3, "måndag", (18.1007, 59.3382), (18.1011, 59.3381)),
    ("Narvavägen", "20 - 26", "Östermalm", TAXA_2, "tisdag", (18.0899, 59.3345), (18.0905, 59.3352)),
)  # fmt: skip

_NUMBERS = {"ptillaten": "LTFR_P_TILLATEN", "pmotorcykel": "LTFR_P_MOTORCYKEL",
            "prorelsehindrad": "LTFR_P_RORELSEHINDRADE", "pbuss": "LTFR_P_BUSS"}  # fmt: skip


def features() -> list[dict[str, Any]]:
    """The rows of the demonstration feed."""
    rows = [_bay(number, spot) for number, spot in enumerate(BAYS, 1)]
    rows.append(
        _row(
            101, "prorelsehindrad", ((18.0563, 59.33237), (18.0562, 59.33242)),
            {"STREET_NAME": "Klara Norra Kyrkogata", "PARKING_DISTRICT": "City",
             "VF_PLATS_TYP": "Reserverad p-plats rörelsehindrad", "PARKING_RATE": TAXA_1, "VF_PLATSER": 1},
        )
    )  # fmt: skip
    rows.append(
        _row(
            102, "pmotorcykel", ((18.04165, 59.34069), (18.04145, 59.34064)),
            {"STREET_NAME": "Odengatan", "ADDRESS": "Odengatan 90", "PARKING_DISTRICT": "Vasastan",
             "START_WEEKDAY": "torsdag", "START_TIME": 600, "END_TIME": 0, "OTHER_INFO": CLEANING["torsdag"],
             "VF_PLATS_TYP": "Reserverad p-plats motorcykel boende", "PARKING_RATE": TAXA_12},
        )
    )  # fmt: skip
    rows.append(
        _row(
            103, "pbuss", ((18.0617, 59.3288), (18.0614, 59.3287)),
            {"STREET_NAME": "Tegelbacken", "ADDRESS": "Tegelbacken 6", "PARKING_DISTRICT": "City",
             "MAX_MINUTES": 30, "VF_PLATS_TYP": "Reserverad p-plats buss", "PARKING_RATE": TAXA_1},
        )
    )  # fmt: skip
    return rows


def _bay(number: int, spot: Spot) -> dict[str, Any]:
    street, numbers, area, tariff, day, start, end = spot
    visitors = tariff == TAXA_1
    return _row(
        number, "ptillaten", (start, end),
        {"VEHICLE": "fordon", "STREET_NAME": street, "ADDRESS": f"{street} {numbers}", "PARKING_DISTRICT": area,
         "START_WEEKDAY": day, "START_TIME": 600, "END_TIME": 0, "OTHER_INFO": CLEANING[day],
         "VF_PLATS_TYP": "P-avgift endast besök" if visitors else "P Avgift, boende", "PARKING_RATE": tariff},
    )  # fmt: skip


def _row(
    number: int, layer: str, line: tuple[tuple[float, float], ...], facts: dict[str, Any]
) -> dict[str, Any]:
    citation = f"0180 2026-{number:05}"
    return {
        "type": "Feature",
        "id": f"{_NUMBERS[layer]}.{900_000 + number}",
        "geometry": {"type": "LineString", "coordinates": [list(point) for point in line]},
        "properties": {
            "FEATURE_OBJECT_ID": 0,
            "EXTENT_NO": number,
            "VALID_FROM": "2025-12-31T23:00:00Z",
            "CITATION": citation,
            "CITY_DISTRICT": facts["PARKING_DISTRICT"],
            "RDT_URL": "https://rdt.transportstyrelsen.se/rdt/AF06_View.aspx"
            f"?BeslutsMyndighetKod=0180&BeslutadAr=2026&LopNr={number:05}",
            "FID": number,
        }
        | facts,
    }


async def seed(tx: Tx) -> None:
    """Take the demonstration feed in; what is there already stays as it is."""
    reading = Reading(tuple(read_feature(feature) for feature in features()), ())
    await import_feed(tx, SYSTEM, ImportFeed(source="demo", reading=reading))

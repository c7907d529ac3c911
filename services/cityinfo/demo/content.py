# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Districts, keywords, places and guides of the demonstration city, in seven languages.

Districts are made from the city's open map (CC0). Opening hours, entrances and most addresses are
samples: third-party sources contradict each other, so every place says that nobody has checked it.
"""

from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import msgspec

from services.cityinfo.domain.accessibility import Profile, Shortage, View
from services.cityinfo.domain.districts import District
from services.cityinfo.domain.guides import Guide, Keyword, Question
from services.cityinfo.domain.osm_reading import read_osm
from services.cityinfo.domain.places import Entrance, Image, Place, PlaceKind, TargetGroup
from services.cityinfo.domain.words import Provenance, Wording, Words, in_swedish
from services.kit.geometry import Point

HERE = Path(__file__).parent
_SCALE = 100_000
ONTOLOGY = {
    "culture": "", "books": "culture", "music": "culture", "history": "culture",
    "sport": "", "swimming": "sport", "children": "", "language": "", "outdoors": "", "help": "",
}  # fmt: skip
"""Word -> wider word."""


@cache
def _texts() -> dict[str, dict[str, str]]:
    return msgspec.json.decode((HERE / "texts.json").read_bytes())


def words(key: str) -> Words:
    """A text of the demonstration in every language it has, those of a machine marked so."""
    held = dict(_texts()[key])
    return in_swedish(held.pop("sv"), **held)


def districts() -> list[District]:
    """The 117 districts in their 11 areas."""
    rows: list[dict[str, Any]] = msgspec.json.decode((HERE / "districts.json").read_bytes())
    return [
        District(
            id=row["name"],
            name=row["name"],
            area=row["area"],
            point=Point(row["lat"], row["lon"]),
            polygons=tuple(tuple(_ring(ring) for ring in polygon) for polygon in row["polygons"]),
        )
        for row in rows
    ]


def _ring(steps: list[int]) -> tuple[tuple[float, float], ...]:
    """A ring from the steps between its corners, in hundred-thousandths of a degree."""
    lons, lats = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple((lon / _SCALE, lat / _SCALE) for lon, lat in zip(lons, lats, strict=True))


def keywords() -> list[Keyword]:
    """The ontology."""
    return [
        Keyword(id=each, label=words(f"k_{each}"), parent=parent)
        for each, parent in ONTOLOGY.items()
    ]


def places() -> list[Place]:
    """Places one knows from the city."""
    rows: list[dict[str, Any]] = msgspec.json.decode((HERE / "places.json").read_bytes())
    return [_place(row) for row in rows]


def _place(row: dict[str, Any]) -> Place:
    views = tuple(
        View(profile=profile, shortages=_shortages(row["access"], profile)) for profile in Profile
    )
    pictures = (
        (Image(url=f"https://example.org/{row['id']}.jpg", alt=words("alt_library")),)
        if row["kind"] == "library"
        else ()
    )
    groups = [TargetGroup.INDIVIDUALS]
    if "children" in row["keywords"]:
        groups.append(TargetGroup.CHILDREN_AND_FAMILIES)
    if "language" in row["keywords"] or row["kind"] == "office":
        groups.append(TargetGroup.IMMIGRANTS)
    return Place(
        id=row["id"],
        kind=PlaceKind(row["kind"]),
        names={
            "sv": Wording(value=row["name"], status=Provenance.ORIGINAL),
            "en": Wording(value=row["en"], status=Provenance.HUMAN),
        },
        description=words(row["kind"]),
        point=Point(row["lat"], row["lon"]),
        street=row["street"],
        postal_code=row.get("postal", ""),
        phone=row.get("phone", ""),
        keywords=tuple(row["keywords"]),
        target_groups=tuple(groups),
        hours=read_osm(row["hours"]),
        entrances=(Entrance(name=words("entrance"), views=views),),
        reservable=row.get("reservable", False),
        is_free=row["free"],
        images=pictures,
        sample=True,
        source="demo",
        source_id=row["id"],
    )


def _shortages(access: dict[str, list[str]], profile: Profile) -> tuple[Shortage, ...] | None:
    found = access.get(profile)
    return None if found is None else tuple(Shortage(each) for each in found)


def guides(now: int) -> list[Guide]:
    """Guides with what EU 2018/1724 wants to know of each."""
    facts = {
        "preschool": ("law_school", "fee_income", "g_preschool_a", "id_needed"),
        "fault": ("law_streets", "free", "", "none_needed"),
        "minority": ("law_minority", "free", "", "none_needed"),
    }
    return [
        Guide(
            id=each,
            title=words(f"g_{each}"),
            lead=words(f"g_{each}_lead"),
            questions=(Question(question=words(f"g_{each}_q"), answer=words(f"g_{each}_a")),),
            authority=words("city_of"),
            legal_basis=words(law),
            fees=words(fee),
            deadlines=words(deadline) if deadline else {},
            documents=words(documents),
            redress=words("redress"),
            keywords=("help",),
            sample=True,
            updated_at=now,
        )
        for each, (law, fee, deadline, documents) in facts.items()
    ]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""NGSI-LD in all its forms, and every fault with its reason (iot section 4.1)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.devices.domain.entities import Entity, EntityRefused
from services.devices.domain.reading import read_attribute, read_attributes, read_entity
from services.devices.domain.writing import entity_json
from tests.services.devices.facts import NOW, spot

ID = {"id": "urn:ngsi-ld:ParkingSpot:1", "type": "ParkingSpot"}


_ANY = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)
_TIMES = st.sampled_from(
    ["2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00", "2099-01-01T00:00:00Z", "igår", 5]
)  # fmt: skip


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(["Property", "Relationship", "GeoProperty", "x", 1]),
            "value": _ANY | st.lists(_ANY, max_size=2) | st.dictionaries(st.text(), _ANY, max_size=1),
            "observedAt": _TIMES, "unitCode": _ANY, "sequence": _ANY,
        },
    )
)  # fmt: skip
def test_the_short_way_of_the_usual_report_is_never_another_answer(sent: dict[str, Any]) -> None:
    def told(read: Any) -> Any:
        try:
            return read()
        except EntityRefused as refused:
            return refused.reason, refused.text

    assert told(lambda: read_attributes({"a": sent}, NOW)["a"]) == told(
        lambda: read_attribute("a", sent, NOW)
    )


def test_the_three_forms_say_the_same() -> None:
    point = {"type": "Point", "coordinates": [18.06, 59.33]}
    normal = read_entity(
        ID
        | {
            "status": {"type": "Property", "value": "free"},
            "location": {"type": "GeoProperty", "value": point},
            "refParkingSite": {"type": "Relationship", "object": "urn:ngsi-ld:OnStreetParking:1"},
        },
        NOW,
    )
    concise = read_entity(
        ID
        | {
            "status": {"value": "free"},
            "location": point,
            "refParkingSite": {"object": "urn:ngsi-ld:OnStreetParking:1"},
        },
        NOW,
    )
    plain = read_entity(ID | {"status": "free", "location": point}, NOW)
    assert normal == concise
    assert plain.attributes["status"] == normal.attributes["status"]
    assert plain.attributes["location"] == normal.attributes["location"]


def test_a_reading_from_the_future_is_stamped_on_receipt_and_flagged() -> None:
    # iot I2
    late = read_entity(spot(at=NOW + 120_001), NOW).attributes["status"]
    assert (late.observed, late.flags) == (NOW, ("clock_skew",))
    near = read_entity(spot(at=NOW + 120_000), NOW).attributes["status"]
    assert (near.observed, near.flags) == (NOW + 120_000, ())
    untimed = read_entity(ID | {"status": "free"}, NOW).attributes["status"]
    assert (untimed.observed, untimed.flags) == (NOW, ("no_time",))


BAD: list[tuple[Any, str]] = [
    (None, "not_an_object"),
    ([], "not_an_object"),
    ({"type": "ParkingSpot"}, "bad_id"),
    (ID | {"id": 7}, "bad_id"),
    (ID | {"id": "no uri"}, "bad_id"),
    (ID | {"id": "urn:x:" + "y" * 400}, "bad_id"),
    (ID | {"type": "Parking Spot"}, "bad_type"),
    (ID | {"a b": 1}, "bad_attribute_name"),
    (ID | {"status": None}, "null_value"),
    (ID | {"status": {"type": "Property"}}, "no_value"),
    (ID | {"status": {"type": "Property", "value": 1, "observedAt": "2026-01-01T00:00:00"}}, "bad_time"),
    (ID | {"status": {"type": "Property", "value": 1, "observedAt": 5}}, "bad_time"),
    (ID | {"status": {"type": "Property", "value": 1, "sequence": -1}}, "bad_sequence"),
    (ID | {"status": {"type": "Property", "value": 1, "sequence": {"value": "x"}}}, "bad_sequence"),
    (ID | {"status": {"type": "Property", "value": 1, "unitCode": 5}}, "bad_unit"),
    (ID | {"ref": {"type": "Relationship", "object": "here"}}, "bad_relationship"),
    (ID | {"location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [59.3, 200]}}},
     "bad_geometry"),
    (ID | {"location": {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [18]}}},
     "bad_geometry"),
    (ID | {"location": {"type": "GeoProperty", "value": "Sergels torg"}}, "bad_geometry"),
    (ID | {f"a{number}": 1 for number in range(200)}, "too_many_attributes"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sent", "reason"), BAD, ids=[reason + str(i) for i, (_, reason) in enumerate(BAD)]
)
def test_every_fault_has_its_reason(sent: Any, reason: str) -> None:
    with pytest.raises(EntityRefused) as refused:
        read_entity(sent, NOW)
    assert refused.value.reason == reason


def test_what_nests_too_deep_is_refused() -> None:
    value: Any = 1
    for _ in range(20):
        value = [value]
    with pytest.raises(EntityRefused):
        read_entity(ID | {"status": {"type": "Property", "value": value}}, NOW)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["id", "type", "status", "location", "@context"]), anything))
def test_any_json_is_read_or_refused(sent: dict[str, Any]) -> None:
    for given_ in (sent, ID | {"status": sent}):
        try:
            read_entity(given_, NOW)
        except EntityRefused as refused:
            assert refused.reason


def test_what_is_written_reads_back() -> None:
    sent = spot(place=(18.06, 59.33), sequence=7)
    message = read_entity(sent, NOW)
    entity = Entity(message.id, message.type, message.attributes, NOW, NOW)
    for form in ("normalized", "concise"):
        assert read_entity(entity_json(entity, entity.attributes, form=form), NOW) == message
    assert entity_json(entity, entity.attributes, form="keyValues")["status"] == "free"

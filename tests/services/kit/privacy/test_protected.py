# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where somebody is and how she is reached: every field that tells it is judged for protected identities (V7)."""

import re

from gateway.city.catalogue import all_services
from services.kit.privacy.graph_marks import marked_fields
from services.kit.service import Room

TELLING = {
    "address", "addresses", "phone", "email", "place", "places", "location", "locations", "area", "unit",
    "photo", "latitude", "longitude", "plate", "position",
}  # fmt: skip
WORDS = re.compile("[A-Z]?[a-z]+")

JUDGED = {
    "AccessEntry.unit": "the unit of whoever looked; only the person herself reads her log",
    "Alert.unit": "staff of that unit alone: care.queue.read",
    "Alert.place": "a room in the home, for staff of that unit alone: care.queue.read",
    "Consultation.unit": "masked for whom she lets book: tests/services/care/test_protected.py",
    "ContactPreference.email": "whether, not where",
    "ContactWay.address": "masked for everybody but herself: tests/services/residents/test_numbers.py",
    "InterpreterOrder.locations": "how to meet: on site, by telephone; never where somebody lives",
    "InterpreterRequest.location": "how to meet, as above",
    "NewcomerComment.unit": "the unit of whoever commented",
    "NewcomerConversation.unit": "the unit she asked, not where she is",
    "NewcomerGrant.unit": "the unit she has let in, read by herself",
    "ParkingPermit.area": "the holder alone: parking.permit.read",
    "ParkingPermit.wantedArea": "the holder alone, as above",
    "ParkingSessionPayload.plateReading": "what the caller has just written, read back to her",
    "SelfGivenProfile.address": "left out for everybody but herself: tests/services/residents/test_facts.py",
    "VerifiedAddress.address": "a part of the next",
    "VerifiedProfile.address": "null for everybody but herself: tests/services/residents/test_facts.py",
}
"""Each with who sees it, or why it tells nothing of where she is."""


def telling_fields() -> set[str]:
    return {
        field.place
        for service in all_services().values() if service.has(Room.GRAPH)
        for field in marked_fields(service.load(Room.GRAPH))
        if field.mark is not None and field.mark.is_personal
        and TELLING & {word.lower() for word in WORDS.findall(field.place.partition(".")[2])}
    }  # fmt: skip


def test_no_field_tells_where_somebody_is_without_having_been_judged():
    assert telling_fields() == JUDGED.keys()

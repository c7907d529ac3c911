# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the city decided, when and why: facts once, shown as OParl 1.1 and as Popolo (D1-D3)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import msgspec

from services.kit.clock import instant

SCHEMA: Final = "https://schema.oparl.org/1.1/"


class Voice(StrEnum):
    """How a member voted (Popolo)."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    ABSENT = "absent"


class Outcome(StrEnum):
    """What became of a motion."""

    PASS = "pass"  # noqa: S105 -- an outcome, not a password
    FAIL = "fail"


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Votes of a party or of the whole board."""

    option: Voice
    value: int
    party: str = ""


class Ballot(msgspec.Struct, frozen=True, kw_only=True):
    """How one member voted, where the vote was by name."""

    person: str
    option: Voice


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of a board, linked to what it answers."""

    id: str
    board: str
    reference: str
    """The case number."""
    title: str
    text: str
    reasons: str
    outcome: Outcome
    decided_on: str
    """ISO date of the meeting."""
    meeting: str = ""
    counts: tuple[Count, ...] = ()
    ballots: tuple[Ballot, ...] = ()
    """Votes by name; empty where only numbers were recorded."""
    proposals: tuple[str, ...] = ()
    consultation: str = ""
    poll: str = ""
    document: str = ""
    """Address of the signed record."""
    created_at: int = 0
    modified_at: int = 0
    deleted: bool = False


def clean(fields: dict[str, Any]) -> dict[str, Any]:
    """Null is never written, nor an empty list (D2)."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def stamp(milliseconds: int) -> str:
    """An instant as OParl writes it."""
    return instant(milliseconds).isoformat().replace("+00:00", "Z")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where the objects live."""

    root: str

    def of(self, kind: str, key: str = "") -> str:
        """The address of an object or a list."""
        return f"{self.root}/participation/oparl/{kind}" + (f"/{key}" if key else "")


def system(at: Address) -> dict[str, Any]:
    """The entry of OParl."""
    return {
        "id": at.of("system"),
        "type": f"{SCHEMA}System",
        "oparlVersion": "https://schema.oparl.org/1.1/",
        "body": at.of("bodies"),
        "name": "Torget",
    }


def body(at: Address) -> dict[str, Any]:
    """The city as a body, with its lists."""
    return {
        "id": at.of("body", "stockholm"),
        "type": f"{SCHEMA}Body",
        "system": at.of("system"),
        "name": "Stockholms stad",
        "organization": at.of("organizations"),
        "person": at.of("people"),
        "meeting": at.of("meetings"),
        "paper": at.of("papers"),
        "legislativeTerm": [],
        "agendaItem": at.of("agendaitems"),
        "membership": at.of("memberships"),
        "consultation": at.of("consultations"),
    }


def head(at: Address, kind: str, key: str, decision: Decision) -> dict[str, Any]:
    """What every object of a decision begins with; of a withdrawn one it is all that stays (D1)."""
    name = {"agendaitem": "AgendaItem"}.get(kind, kind.capitalize())
    times = {"created": stamp(decision.created_at), "modified": stamp(decision.modified_at)}
    gone = {"deleted": True} if decision.deleted else {}
    return {"id": at.of(kind, key), "type": f"{SCHEMA}{name}", **times, **gone}


def paper(at: Address, decision: Decision) -> dict[str, Any]:
    """The matter; a deleted one stays as a shell (D1)."""
    first = head(at, "paper", decision.id, decision)
    if decision.deleted:
        return first
    return clean(
        first
        | {
            "body": at.of("body", "stockholm"),
            "name": decision.title,
            "reference": decision.reference,
            "date": decision.decided_on,
            "paperType": "beslut",
            "underDirectionOf": [at.of("organization", slug(decision.board))],
            "consultation": [consultation(at, decision)],
            "mainFile": file(at, decision) if decision.document else None,
            "relatedPaper": [at.of("proposal", key) for key in decision.proposals],
        }
    )


def file(at: Address, decision: Decision) -> dict[str, Any]:
    """The signed record."""
    first = head(at, "file", decision.id, decision)
    if decision.deleted:
        return first
    return first | {"accessUrl": decision.document, "name": decision.title}


def consultation(at: Address, decision: Decision) -> dict[str, Any]:
    """Where the matter was dealt with; links to what it answers (D3)."""
    first = head(at, "consultation", decision.id, decision)
    if decision.deleted:
        return first
    return first | {
        "paper": at.of("paper", decision.id),
        "agendaItem": at.of("agendaitem", decision.id),
        "meeting": at.of("meeting", meeting_key(decision)),
        "organization": [at.of("organization", slug(decision.board))],
        "authoritative": True,
        "role": "beslut",
    }


def agenda_item(at: Address, decision: Decision, order: int = 1) -> dict[str, Any]:
    """The point of the meeting, with its resolution."""
    first = head(at, "agendaitem", decision.id, decision)
    if decision.deleted:
        return first
    return clean(
        first
        | {
            "meeting": at.of("meeting", meeting_key(decision)),
            "number": str(order),
            "order": order,
            "name": decision.title,
            "public": True,
            "consultation": at.of("consultation", decision.id),
            "result": "Bifall" if decision.outcome is Outcome.PASS else "Avslag",
            "resolutionText": decision.text,
        }
    )


def meeting_key(decision: Decision) -> str:
    """A meeting by its board and day."""
    return f"{slug(decision.board)}-{decision.decided_on}"


def meeting(at: Address, decisions: list[Decision], people: list[str]) -> dict[str, Any]:
    """A meeting with the decisions of that day and who took part; gone when all of them are."""
    standing = [each for each in decisions if not each.deleted]
    first = (standing or decisions)[0]
    times = {
        "created": stamp(min(each.created_at for each in decisions)),
        "modified": stamp(max(each.modified_at for each in decisions)),
    }
    shell = head(at, "meeting", meeting_key(first), first) | times
    if not standing:
        return shell
    return clean(
        shell
        | {
            "name": first.meeting or f"{first.board} {first.decided_on}",
            "meetingState": "durchgeführt",
            "cancelled": False,
            "start": f"{first.decided_on}T00:00:00+00:00",
            "organization": [at.of("organization", slug(first.board))],
            "participant": [at.of("person", person) for person in people],
            "agendaItem": [agenda_item(at, each, n) for n, each in enumerate(standing, 1)],
        }
    )


def organization(at: Address, name: str, created: int, kind: str = "nämnd") -> dict[str, Any]:
    """A board, or the party a member sits for."""
    return {
        "id": at.of("organization", slug(name)),
        "type": f"{SCHEMA}Organization",
        "body": at.of("body", "stockholm"),
        "name": name,
        "classification": kind,
        "created": stamp(created),
        "modified": stamp(created),
    }


def slug(name: str) -> str:
    """A name as it stands in an address."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())


def popolo(decision: Decision, party_of: Mapping[str, str]) -> dict[str, Any]:
    """The decision as a Popolo motion with its vote event; parties by person."""
    sums: dict[str, int] = {}
    for each in decision.counts:
        sums[each.option.value] = sums.get(each.option.value, 0) + each.value
    event = clean(
        {
            "identifier": decision.reference,
            "motion_id": decision.id,
            "start_date": decision.decided_on,
            "result": decision.outcome.value,
            "counts": [{"option": option, "value": value} for option, value in sums.items()],
            "group_results": [
                {"group_id": slug(each.party), "option": each.option.value, "value": each.value}
                for each in decision.counts
                if each.party
            ],
            "votes": [
                clean(
                    {
                        "voter_id": each.person,
                        "option": each.option.value,
                        "group_id": slug(party_of.get(each.person, "")),
                    }
                )
                for each in decision.ballots
            ],
        }
    )
    return clean(
        {
            "id": decision.id,
            "text": decision.text,
            "identifier": decision.reference,
            "classification": "beslut",
            "date": decision.decided_on,
            "requirement": "majority",
            "result": decision.outcome.value,
            "organization_id": slug(decision.board),
            "vote_events": [event] if decision.counts or decision.ballots else [],
        }
    )

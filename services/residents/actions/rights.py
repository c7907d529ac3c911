# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Asking every service for my data, or to forget me; what came back, with proof (V4)."""

from collections.abc import Iterable

import msgspec

from services.kit.audit import Entry
from services.kit.data import Database, Tx
from services.kit.ids import new_id
from services.kit.policy import require
from services.kit.privacy.desk import ASKED, Question, Told
from services.kit.roster import deployed
from services.kit.service import Room
from services.kit.wire.caller import Caller
from services.kit.wire.cloudevents import Event
from services.residents.domain.rights import (
    Overview,
    RightsKind,
    RightsPart,
    RightsRequest,
    State,
    check_plan,
)
from services.residents.store import rights as store


class AskRights(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks of every service."""

    kind: RightsKind
    dry_run: bool
    language: str


async def ask_services(tx: Tx, caller: Caller, given: AskRights) -> RightsRequest:
    """Write the request down and ask; being forgotten needs a dry run of the last day."""
    verb = "export" if given.kind is RightsKind.EXPORT else "erase"
    require(caller, f"residents.rights.{verb}", {"owner": caller.sub})
    if given.kind is RightsKind.ERASURE and not given.dry_run:
        earlier = await tx.many(store.requests_of, who=caller.sub)
        check_plan(_newest_plan(earlier), now=tx.now)
    made = RightsRequest(
        id=new_id(),
        person=caller.sub,
        kind=given.kind,
        dry_run=given.dry_run,
        language=given.language,
        services=services_with_rights(),
        asked_at=tx.now,
        done_at=None,
    )
    await tx.run(store.add_request, **msgspec.structs.asdict(made))
    question = Question(request=made.id, kind=given.kind.value, dry_run=given.dry_run)
    await tx.emit(ASKED, subject=caller.sub, data=msgspec.to_builtins(question))
    await tx.audit(
        Entry(
            caller=caller,
            subject=caller.sub,
            action=f"residents.rights.{verb}",
            resource="Resident",
            ids=(made.id,),
        )
    )
    return made


async def take_answer(tx: Tx, event: Event) -> None:
    """Keep what a service has answered; the same answer twice is one."""
    told = msgspec.convert(event.data, Told)
    request = await tx.one(store.request_to_answer, id=told.request)
    if request is None or request.person != event.subject:
        return
    await tx.run(
        store.add_part,
        request=told.request,
        service=told.service,
        success=told.success,
        outcomes=told.outcomes,
        content=told.content.encode("ascii") if told.content is not None else None,
        at=tx.now,
    )
    parts = await tx.many(store.parts_of, id=told.request)
    if State(request, tuple(parts)).is_complete:
        await tx.run(store.finish_request, id=request.id, now=tx.now)


async def read_state(database: Database, caller: Caller, request_id: str) -> State | None:
    """A request of one's own and its answers so far; None if there is none."""
    request = await database.one(store.request_by_id, id=request_id)
    require(
        caller, "residents.rights.read", {"owner": request.person if request is not None else ""}
    )
    if request is None:
        return None
    return State(request, tuple(await database.many(store.parts_of, id=request_id)))


async def read_overview(database: Database, caller: Caller, person: str) -> Overview:
    """What came of her newest download and of the newest look at what erasing means."""
    require(caller, "residents.rights.read", {"owner": person})
    requests = await database.many(store.requests_of, who=person)
    download = next((each for each in requests if each.kind is RightsKind.EXPORT), None)
    plan = next((each for each in requests if each.kind is RightsKind.ERASURE), None)

    async def parts(request: RightsRequest | None) -> tuple[RightsPart, ...]:
        if request is None:
            return ()
        return tuple(await database.many(store.parts_of, id=request.id))

    return Overview(downloaded=await parts(download), planned=await parts(plan))


def services_with_rights() -> tuple[str, ...]:
    """The services of this deployment that keep something about people."""
    return tuple(name for name, each in sorted(deployed().items()) if Room.PRIVACY in each.rooms)


def _newest_plan(requests: Iterable[RightsRequest]) -> RightsRequest | None:
    return next(
        (each for each in requests if each.kind is RightsKind.ERASURE and each.dry_run), None
    )

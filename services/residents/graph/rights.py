# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""My data in the graph: download them, see what erasing means, be forgotten (cityinfo 4.5; V4)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Final, cast

import msgspec
import strawberry

from services.kit.clock import instant
from services.kit.crypto.sealing import SealBroken
from services.kit.graph import Info, LocalizedText, localized
from services.kit.graph_guard import permission
from services.kit.privacy import Action, Held, Outcome, public_data
from services.kit.privacy.envelope import Envelope, open_envelope
from services.kit.roster import deployed
from services.residents.actions import rights as actions
from services.residents.domain.documents import as_json, as_page
from services.residents.domain.rights import Overview, RightsKind, RightsPart, State
from services.residents.graph.words import kept_text, silent_text
from services.residents.privacy import REQUEST

WAIT_ROUNDS: Final = 250
ROUND_SECONDS: Final = 0.02
"""Five seconds for all services; whoever answers later is kept, and shown the next time."""


DryRun = Annotated[
    bool, strawberry.argument(description="True: only tell what would happen, change nothing.")
]


@strawberry.type(description="A message in one language.", directives=[public_data()])
class RightsMessage:
    """A message."""

    lang: str = strawberry.field(description="The language.")
    text: str = strawberry.field(description="The words.")


@strawberry.type(description="Why a service could not do it.", directives=[public_data()])
class RightsError:
    """A reason, as the data-rights protocol shapes it."""

    code: str = strawberry.field(description="SERVICE_GDPR_API_REQUEST_ERROR and the like.")
    message: list[RightsMessage] = strawberry.field(description="In Swedish and the reader's.")


@strawberry.type(description="What happens to one sort of data.", directives=[REQUEST])
class RightsOutcome:
    """What was done, or would be."""

    what: str = strawberry.field(description="The sort of data, as in the download.")
    action: str = strawberry.field(description="delete, anonymise or keep.")
    count: int = strawberry.field(description="How many rows.")
    law: str | None = strawberry.field(description="The law behind it, if rows are kept.")
    until: datetime | None = strawberry.field(description="When the last kept row goes.")
    reason: LocalizedText | None = strawberry.field(description="The same in plain words.")


@strawberry.type(description="What one service did.", directives=[REQUEST])
class RightsResult:
    """The answer of one service."""

    service: str = strawberry.field(description="The service.")
    title: LocalizedText = strawberry.field(description="What people call it.")
    dry_run: bool = strawberry.field(description="Whether nothing was changed.")
    success: bool = strawberry.field(description="Whether it did its part.")
    outcomes: list[RightsOutcome] = strawberry.field(description="Per sort of data.")
    errors: list[RightsError] = strawberry.field(description="Why not.")


@strawberry.type(description="What erasing did or would do.", directives=[REQUEST])
class DeleteMyDataPayload:
    """All services together."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    results: list[RightsResult] = strawberry.field(description="Per service.")
    complete: bool = strawberry.field(description="Whether every service has done its part.")
    proof: str = strawberry.field(
        description="A signed statement (JWS) of what was done, with the hash of the results."
    )


@strawberry.type(description="Everything the city keeps about me.", directives=[REQUEST])
class DownloadMyDataPayload:
    """The document in both forms."""

    request_id: strawberry.ID = strawberry.field(description="The request.")
    json: str = strawberry.field(description="For machines: a tree of keys and values.")
    page: str = strawberry.field(description="To be read: a page of HTML in my language.")
    manifest: str = strawberry.field(
        description="A signed statement (JWS) about the JSON: its SHA-256, services and counts."
    )
    complete: bool = strawberry.field(description="Whether every service has answered.")
    missing: list[str] = strawberry.field(description="Services that could not answer.")


@strawberry.type(
    description="What one service keeps about her and what she can do about it.",
    directives=[REQUEST],
)
class ServiceRights:
    """The rights at one service."""

    service: str = strawberry.field(description="The service; it keeps something about people.")
    title: LocalizedText = strawberry.field(description="What people call it.")
    last_download: datetime | None = strawberry.field(
        description="When she last got its part of her data; null: never."
    )
    last_plan: datetime | None = strawberry.field(
        description="When it last told what erasing means; null: never."
    )
    outcomes: list[RightsOutcome] = strawberry.field(
        description="What it keeps, by sort of data, as it last told."
    )


@strawberry.type
class RightsReader:
    """A resident with her rights at each service."""

    @strawberry.field(
        description="Every service that keeps something about people, with what it last told her.",
        extensions=[permission("residents.rights.read")],
    )
    async def data_rights(self, info: Info) -> list[ServiceRights]:
        """Rights per service."""
        person = str(cast("Any", self).id)
        found = await actions.read_overview(info.context.database, info.context.caller, person)
        return [_rights(name, found, info) for name in actions.services_with_rights()]


@strawberry.type
class RightsChanges:
    """What a person may ask about her data."""

    @strawberry.mutation(
        description="Get everything every service keeps about me.",
        extensions=[permission("residents.rights.export")],
    )
    async def download_my_data(self, info: Info) -> DownloadMyDataPayload:
        """One document of all services."""
        state = await _ask(info, RightsKind.EXPORT, dry_run=True)
        envelope = open_envelope(info.context.resources.folder)
        held = {
            part.service: _opened(part, state, envelope) for part in state.parts if part.success
        }
        missing = state.missing
        document = as_json(state.request, held, missing)
        titles = {name: each.title for name, each in deployed().items()}
        return DownloadMyDataPayload(
            request_id=strawberry.ID(state.request.id),
            json=document.decode("utf-8"),
            page=as_page(held, missing, titles=titles, localizer=info.context.localizer),
            manifest=envelope.prove(
                document,
                {
                    "request": state.request.id,
                    "services": sorted(held),
                    "missing": list(missing),
                    "iat": state.request.asked_at // 1000,
                },
            ),
            complete=not missing,
            missing=list(missing),
        )

    @strawberry.mutation(
        description="See what erasing my data means (dryRun), or do it within a day after that.",
        extensions=[permission("residents.rights.erase")],
    )
    async def delete_my_data(
        self,
        info: Info,
        dry_run: DryRun,
    ) -> DeleteMyDataPayload:
        """Plan or erase over all services."""
        state = await _ask(info, RightsKind.ERASURE, dry_run=dry_run)
        told = msgspec.json.encode(
            [{"service": part.service, "outcomes": part.outcomes} for part in state.parts]
        )
        envelope = open_envelope(info.context.resources.folder)
        return DeleteMyDataPayload(
            request_id=strawberry.ID(state.request.id),
            results=[_result(name, state, info) for name in state.request.services],
            complete=not state.missing,
            proof=envelope.prove(
                told,
                {
                    "request": state.request.id,
                    "dryRun": dry_run,
                    "counts": _counts(state),
                    "iat": state.request.asked_at // 1000,
                },
            ),
        )


async def _ask(info: Info, kind: RightsKind, *, dry_run: bool) -> State:
    """Ask every service and wait a while for the answers."""
    context = info.context
    wish = actions.AskRights(kind=kind, dry_run=dry_run, language=context.locale)
    request = await context.database.transact(
        lambda tx: actions.ask_services(tx, context.caller, wish)
    )
    state = State(request, ())
    for _ in range(WAIT_ROUNDS):
        found = await actions.read_state(context.database, context.caller, request.id)
        state = found or state
        if state.is_complete:
            break
        await asyncio.sleep(ROUND_SECONDS)
    return state


def _opened(part: RightsPart, state: State, envelope: Envelope) -> list[Held]:
    if part.content is None:
        return []
    try:
        content = envelope.open(
            part.content.decode("ascii"),
            service=part.service,
            request=part.request,
            person=state.request.person,
        )
    except SealBroken:
        return []
    return msgspec.json.decode(content, type=list[Held])


def _result(name: str, state: State, info: Info) -> RightsResult:
    part = next((each for each in state.parts if each.service == name), None)
    manifest = deployed()[name]
    success = part is not None and part.success
    return RightsResult(
        service=name,
        title=localized(manifest.title, info),
        dry_run=state.request.dry_run,
        success=success,
        outcomes=[_outcome(each, info) for each in (part.outcomes if part is not None else ())],
        errors=[] if success else [_silent(name, part, info)],
    )


def _outcome(one: Outcome, info: Info) -> RightsOutcome:
    kept = one.action is Action.KEEP
    return RightsOutcome(
        what=one.what,
        action=one.action.value,
        count=one.count,
        law=one.law or None,
        until=instant(one.until) if one.until is not None else None,
        reason=localized(kept_text(one), info) if kept else None,
    )


def _rights(name: str, found: Overview, info: Info) -> ServiceRights:
    given, told = found.of(name)
    return ServiceRights(
        service=name,
        title=localized(deployed()[name].title, info),
        last_download=instant(given.at) if given is not None else None,
        last_plan=instant(told.at) if told is not None else None,
        outcomes=[_outcome(each, info) for each in (told.outcomes if told is not None else ())],
    )


def _silent(name: str, part: RightsPart | None, info: Info) -> RightsError:
    text = silent_text(deployed()[name].title)
    code = "SERVICE_GDPR_API_REQUEST_ERROR" if part is None else "SERVICE_GDPR_API_UNKNOWN_ERROR"
    languages = dict.fromkeys(("sv", info.context.locale))
    return RightsError(
        code=code,
        message=[
            RightsMessage(lang=tag, text=localized(text, info, locale=tag).value)
            for tag in languages
        ],
    )


def _counts(state: State) -> dict[str, Any]:
    return {
        part.service: {
            one.what: {"action": one.action, "count": one.count} for one in part.outcomes
        }
        for part in state.parts
    }

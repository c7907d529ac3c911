# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""An e-service at work: its rooms read, its database open, its timers and events moving."""

import random
import secrets
from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec
from graphql import GraphQLError

from services.kit import policy
from services.kit.audit import Entry, Outcome, open_log, record
from services.kit.audit.anchoring import Anchor
from services.kit.audit.keys import audit_keys
from services.kit.audit.spot_checks import KIND as SPOT_CHECK
from services.kit.audit.spot_checks import WEEK_MS, schedule_check, spot_check_job
from services.kit.audit.watching import Watch, note_refusal, watch
from services.kit.bus import Bus
from services.kit.clock import Clock
from services.kit.context import Context, Resources, Surroundings, context_for
from services.kit.data import Database, Tx, migrate
from services.kit.execution import Engine, Result
from services.kit.execution.presenting import present
from services.kit.graph.broadcasts import sharing_of
from services.kit.ids import new_id
from services.kit.jobs import Worker
from services.kit.live import Live
from services.kit.neighbours import Neighbours
from services.kit.outbox import Relay, consumer
from services.kit.privacy import known
from services.kit.privacy.desk import ASKED, PrivacyDesk
from services.kit.privacy.envelope import open_envelope
from services.kit.privacy.own_tables import PACKAGE as PRIVACY
from services.kit.privacy.retention import DAY_MS, retention_job, schedule
from services.kit.privacy.retention import KIND as RETENTION
from services.kit.privacy.rights import Rights
from services.kit.privacy.seals import open_seals
from services.kit.privacy.selections import Selections, Shown
from services.kit.service import Consumer, Room, Service
from services.kit.settings import read_settings, service_prefix
from services.kit.wire.caller import CallerKind
from services.kit.wire.cloudevents import Event
from services.kit.wire.codegen import Mode
from services.kit.wire.gcra import Buckets
from services.kit.wire.problem import Problem
from services.kit.wire.subgraph import (
    FetchContext,
    FetchRequest,
    FetchResult,
    OperationKind,
    Sharing,
)

MANDATE_ENDED: Final = "residents.mandate.withdrawn"
"""Every process hears that a mandate has ended: nothing is allowed under it from then on (G2)."""


policy.book.tell_refusals(note_refusal)


async def _end_mandate(event: Event) -> None:
    policy.book.end_delegation(str(event.data["id"]))


class Attendant(Protocol):
    """Something of a service that runs beside its answers: a reader of a queue, a sender of notices."""

    async def start(self) -> None:
        """Begin; must not wait for the outside."""
        ...

    async def stop(self) -> None:
        """End, and leave what is unfinished to be done again."""
        ...


class RunningService:
    """One e-service of this process. Made by `open_service`, set to work by `start`."""

    def __init__(
        self, service: Service, resources: Resources, bus: Bus, *, anchor: Anchor | None = None
    ) -> None:
        """Read the rooms that answer requests; the database must be open."""
        self._anchor = anchor
        self.service = service
        self.resources = resources
        if service.has(Room.POLICY):
            policy.register(service.load(Room.POLICY))
        self.engine = Engine(service.load(Room.GRAPH)) if service.has(Room.GRAPH) else None
        self._selections: Selections | None = None
        self._relay = Relay(resources.database, bus)
        self._worker: Worker | None = None
        kinds: dict[str, Any] = {}
        if service.has(Room.JOBS):
            kinds |= _with(resources, service.load(Room.JOBS))
        self.privacy: PrivacyDesk | None = None
        if service.has(Room.PRIVACY):
            self.privacy = self._open_privacy(bus, service.load(Room.PRIVACY))
            kinds[RETENTION] = retention_job(self.privacy.rows)
            kinds[SPOT_CHECK] = spot_check_job(random.SystemRandom())
        if kinds:
            self._worker = Worker(resources.database, kinds)
        resources.live.attach(bus, service.name)
        bus.subscribe(f"mandates-{service.name}-{new_id()}", (MANDATE_ENDED,), _end_mandate)
        if service.has(Room.EVENTS):
            self._consume(bus, _with(resources, service.load(Room.EVENTS)))
        self._attendants: tuple[Attendant, ...] = ()
        if service.has(Room.CLIENTS):
            self._attendants = tuple(service.load(Room.CLIENTS)(resources))

    @property
    def name(self) -> str:
        """The service's name."""
        return self.service.name

    async def start(self) -> None:
        """Let events leave and timers run."""
        if self.privacy is not None:
            await self.resources.database.transact(_schedule_care)
        await self._relay.start()
        if self._worker is not None:
            await self._worker.start()
        if self._anchor is not None:
            self._anchor.start()
        for attendant in self._attendants:
            await attendant.start()

    async def stop(self) -> None:
        """Give back what is under way, send what is ready, close the database."""
        for attendant in self._attendants:
            await attendant.stop()
        if self._worker is not None:
            await self._worker.stop()
        await self._relay.stop()
        if self._anchor is not None:
            await self._anchor.stop()
        await self.resources.database.stop()

    async def fetch(self, request: FetchRequest, context: FetchContext) -> FetchResult:
        """Answer one query or mutation of the gateway."""
        refusal = await self._refuse_purpose(request, context)
        if refusal is not None:
            return refusal
        with watch() as seen:
            seen.change = self._change(request, context)
            result = await self._engine().run(
                request.query,
                request.variables,
                operation_name=request.operation_name,
                context=context_for(
                    context,
                    self.resources,
                    memory={} if request.kind is OperationKind.QUERY else None,
                ),
                mode=Mode.STRUCT if request.opaque else Mode.DICT,
            )
        await self._record(request, context, seen)
        return _as_passed(result) if request.opaque else _as_fetched(result)

    async def subscribe(
        self, request: FetchRequest, context: FetchContext
    ) -> AsyncGenerator[FetchResult]:
        """Answer one subscription, a result per event."""
        refusal = await self._refuse_purpose(request, context)
        if refusal is not None:
            yield refusal
            return
        results = self._engine().subscribe(
            request.query,
            request.variables,
            operation_name=request.operation_name,
            context=self.context(context),
        )
        progress = context.progress
        while True:
            with watch() as seen:
                result = await anext(results, None)
            if result is None:
                return
            await self._record(request, context, seen)
            yield _as_fetched(result, None if progress is None else progress.seen)

    def sharing(self, query: str) -> Sharing:
        """Whether equal readers of a subscription may listen to one source."""
        return sharing_of(self.service.load(Room.GRAPH), query)

    def context(self, fetch: FetchContext) -> Context:
        """The inside view of a request."""
        return context_for(fetch, self.resources)

    async def _refuse_purpose(
        self, request: FetchRequest, context: FetchContext
    ) -> FetchResult | None:
        """Staff see what their assignment is for; other data are refused, on record (V2, L1)."""
        caller, shown = context.caller, self._shown(request)
        if not shown.purposes or caller.kind is not CallerKind.STAFF or caller.assignment is None:
            return None
        place = shown.outside(caller.purpose or caller.assignment.purpose)
        if place is None:
            return None
        entries = [
            Entry(
                caller=caller,
                subject=each,
                action=f"{self.name}.{shown.root}.{_verb(request)}",
                resource=shown.resource or self.name,
                outcome=Outcome.REFUSED,
                operation=request.operation_name or "",
            )
            for each in sorted(shown.people(request.variables) or {caller.subject})
        ]
        await record(self.resources.database, entries, request_id=context.request_id)
        fault = GraphQLError(place, original_error=Problem("PURPOSE_MISMATCH"), path=[shown.root])
        errors = present([fault], self.context(context))
        return FetchResult(data=None, errors=errors)

    async def _record(self, request: FetchRequest, context: FetchContext, seen: Watch) -> None:
        """Put on record what nobody has yet, before the answer leaves (L1)."""
        caller, shown = context.caller, self._shown(request)
        if not (shown.is_personal or seen.refusals) or not caller.is_known:
            return
        subjects: set[str] = set()
        if shown.is_personal:
            subjects = shown.people(request.variables) or {caller.subject}
            if seen.subjects and caller.kind is CallerKind.STAFF:
                subjects.discard(caller.subject)
        entries = seen.entries(
            caller,
            subjects,
            action=f"{self.name}.{shown.root}.{_verb(request)}",
            resource=shown.resource or self.name,
            operation=request.operation_name or "",
        )
        await record(self.resources.database, entries, request_id=context.request_id)

    def _change(self, request: FetchRequest, context: FetchContext) -> Entry | None:
        """What a change is recorded as when its action leaves no record of its own."""
        caller = context.caller
        if request.kind is not OperationKind.MUTATION or not caller.is_known:
            return None
        shown = self._shown(request)
        return Entry(
            caller=caller,
            subject=caller.subject,
            action=f"{self.name}.{shown.root}.write",
            resource=shown.resource or self.name,
            operation=request.operation_name or "",
            request_id=context.request_id or None,
        )

    def _shown(self, request: FetchRequest) -> Shown:
        if self._selections is None:
            self._selections = Selections(self.service.load(Room.GRAPH))
        return self._selections.of(request.query)

    def _engine(self) -> Engine:
        if self.engine is None:
            raise LookupError(f"{self.name} has no graph")
        return self.engine

    def _open_privacy(self, bus: Bus, rights: Rights) -> PrivacyDesk:
        """Hear the register of people: its questions, consents, protected identities."""
        database, folder = self.resources.database, self.resources.folder
        seals = open_seals(folder)
        database.attach_seals(seals)
        desk = PrivacyDesk(self.name, rights, database, seals=seals, envelope=open_envelope(folder))
        bus.subscribe(f"{self.name}-rights", (ASKED,), desk.answer)
        group = f"{self.name}-known"
        bus.subscribe(group, known.TYPES, consumer(database, group, known.learn))
        return desk

    def _consume(self, bus: Bus, consumers: tuple[Consumer, ...]) -> None:
        for each in consumers:
            group = f"{self.name}-{each.name}"
            bus.subscribe(group, each.types, consumer(self.resources.database, group, each.effect))


async def open_service(
    service: Service,
    *,
    database_url: str,
    bus: Bus,
    clock: Clock,
    address: str = "",
    folder: Path | None = None,
    environ: Mapping[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> RunningService:
    """Open and migrate the service's own database, then read its rooms; `start` comes after.

    `environ` holds the service's own settings (`TORGET_<SERVICE>_...`); `surroundings` is what the
    city lends every service.
    Raises SettingsProblem or StorageUnavailable when the database cannot be used.
    """
    settings = service_settings(service, environ or {})
    around = surroundings or Surroundings()
    policy.book.use_clock(clock)
    database = Database.open(database_url, service=service.name, clock=clock)
    await database.start()
    await migrate(database, service.home if service.has(Room.MIGRATIONS) else None)
    if service.has(Room.PRIVACY):
        await migrate(database, PRIVACY)
    anchor = None
    if folder is not None:
        keys = audit_keys(folder)
        log = await open_log(database, service.name, keys.chain)
        anchor = Anchor(database, service.name, keys, folder)
    else:
        log = await open_log(database, service.name, secrets.token_bytes(32))
    resources = Resources(
        service=service.name,
        database=database,
        live=Live(),
        clock=clock,
        address=address,
        folder=folder,
        settings=settings,
        neighbours=Neighbours(service.name, clock),
        audit=log,
        reach=around.reach,
        scan=around.scan,
        spend=around.spend or Buckets(clock.monotonic).take,
    )
    return RunningService(service, resources, bus, anchor=anchor)


def service_settings(service: Service, environ: Mapping[str, str]) -> Any:
    """The settings of the service's own room, None without one. Raises SettingsProblem."""
    if not service.has(Room.SETTINGS):
        return None
    return read_settings(service.load(Room.SETTINGS), environ, prefix=service_prefix(service.name))


def _with(resources: Resources, exported: Any) -> Any:
    """What a room exports; a function is given the resources, for whoever calls partners."""
    return exported(resources) if callable(exported) else exported


async def _schedule_care(tx: Tx) -> None:
    """Set the timers of the kit's own jobs: ageing each day, spot checks each week."""
    await schedule(tx, tx.now // DAY_MS)
    await schedule_check(tx, tx.now // WEEK_MS + 1)


def _verb(request: FetchRequest) -> str:
    return "write" if request.kind is OperationKind.MUTATION else "read"


def _as_fetched(result: Result, cursor: str | None = None) -> FetchResult:
    data = None if result.data is msgspec.UNSET else result.data
    return FetchResult(data=data, errors=result.errors, cursor=cursor)


def _as_passed(result: Result) -> FetchResult:
    """Structs are for the encoder alone: whoever has to see to errors gets plain objects."""
    if isinstance(result.data, msgspec.Struct):
        if not result.errors:
            return FetchResult(passed=result.data)
        plain = msgspec.structs.replace(result, data=msgspec.to_builtins(result.data))
        return _as_fetched(plain)
    return _as_fetched(result)

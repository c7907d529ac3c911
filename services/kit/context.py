# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What a resolver, a route or a job has at hand: who calls, in which language, and the resources."""

from pathlib import Path
from typing import Any

import msgspec

from i18n import Localizer, localizer
from services.kit.audit import AuditLog
from services.kit.clock import Clock
from services.kit.data import Database
from services.kit.live import Live, LiveReader
from services.kit.neighbours import Neighbours
from services.kit.outbound.reach import Reach
from services.kit.uploads import Scan, trust_kinds
from services.kit.wire.caller import Caller
from services.kit.wire.gcra import Spend
from services.kit.wire.subgraph import FetchContext


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What the city lends every service: how far it may call, and who looks at files."""

    reach: Reach = Reach()
    """Where calls may go whose address came from data."""
    scan: Scan = trust_kinds
    """Says whether a file that somebody sent is harmless."""
    spend: Spend | None = None
    """Where it is counted what strangers spend at a service's own doors; None: in this process."""


class Resources(msgspec.Struct, frozen=True, kw_only=True):
    """What one running service owns. Opened once at start, closed at stop."""

    service: str
    database: Database
    live: Live
    clock: Clock
    address: str = ""
    """How the outside reaches the city, without a slash at the end. Never taken from a request."""
    folder: Path | None = None
    """Where the process keeps keys and spools; None when nothing may be kept."""
    settings: Any = None
    """The service's own settings, an instance of what its room `settings` exports."""
    neighbours: Neighbours | None = None
    """The graphs of other e-services; absent where a service runs all by itself."""
    audit: AuditLog | None = None
    """Who saw or changed whose data; its key lasts as long as the process when there is no folder."""
    reach: Reach = Reach()
    """Where calls may go whose address came from data."""
    scan: Scan = trust_kinds
    """Says whether a file that somebody sent is harmless."""
    spend: Spend | None = None
    """Takes units out of the purse of a network or a device; None: nothing is counted."""


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """One request, seen from inside a service. GraphQL resolvers find it as `info.context`."""

    fetch: FetchContext
    localizer: Localizer
    resources: Resources
    memory: dict[Any, Any] | None = None
    """What fields of one query have read already (`services.kit.graph.once`); None: nothing is kept."""

    @property
    def caller(self) -> Caller:
        """Who is calling."""
        return self.fetch.caller

    @property
    def locale(self) -> str:
        """The one negotiated language of the request."""
        return self.fetch.locale

    @property
    def request_id(self) -> str:
        """The id that joins all log lines of one request."""
        return self.fetch.request_id

    @property
    def idempotency_key(self) -> str | None:
        """The client's key for an effect that must happen once."""
        return self.fetch.idempotency_key

    @property
    def database(self) -> Database:
        """The service's own database."""
        return self.resources.database

    @property
    def live(self) -> LiveReader:
        """The service's events as they happen, for subscriptions."""
        return LiveReader(self.resources.live, self.fetch.progress)

    @property
    def clock(self) -> Clock:
        """The clock everybody in the service uses."""
        return self.resources.clock


def context_for(
    fetch: FetchContext, resources: Resources, *, memory: dict[Any, Any] | None = None
) -> Context:
    """The inside view of a request that came with `fetch`; a query brings an empty `memory`."""
    return Context(
        fetch=fetch, localizer=localizer(fetch.locale), resources=resources, memory=memory
    )

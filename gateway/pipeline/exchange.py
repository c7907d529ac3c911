# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""One request on its way through the stations, and the desk that all requests share."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from graphql import DocumentNode, GraphQLError, OperationDefinitionNode

from gateway.pipeline.groups import Groups
from gateway.pipeline.memory import Memory
from gateway.pipeline.seats import Audience
from gateway.pipeline.settings import GatewaySettings
from gateway.pipeline.shelf import Shelf
from gateway.pipeline.standing import Standing
from gateway.planner import Prepared
from gateway.protection.admission import Admission, Lane
from gateway.protection.cost import Formula
from gateway.protection.demands import PolicyJudge, refuse_policies
from gateway.protection.limits import Limits
from gateway.protection.measure import Measure
from gateway.supergraph.model import Supergraph
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.kit.wire.front.reply import Reply, Stream, Way
from services.kit.wire.front.request import GraphQLRequest
from services.kit.wire.gcra import Spend
from services.kit.wire.subgraph import FetchContext, Subgraph

Authenticate = Callable[[RequestHead], Awaitable[Caller]]
"""Says who calls; raises Problem for a token that does not hold."""

LanguageOf = Callable[[Caller], Awaitable[str | None]]
"""Says which language a caller has chosen in her profile, if any; never raises."""

_DOCUMENT_BYTES = 16_000_000
_NEW_DOCUMENT_BYTES = 4_000_000


class Refusal(Exception):
    """A request is refused with several GraphQL errors, each at its own place."""

    def __init__(self, code: str, errors: Sequence[GraphQLError]) -> None:
        """Name the code that all errors share."""
        super().__init__(code)
        self.code = code
        self.errors = errors


class Known:
    """What is known of one operation of one document; stations fill it in, requests share it."""

    __slots__ = (
        "asks_for_schema", "audience", "cost", "demands", "document", "fits", "is_valid", "kind", "locale", "measure",
        "operation", "prepared", "reduced", "refused",
    )  # fmt: skip

    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, locale: Any
    ) -> None:
        """A parsed document whose `@locale` has been taken off."""
        self.document = document
        self.operation = operation
        self.kind: str = operation.operation.value
        self.locale = locale
        """The tag that `@locale` says, or the variable it names and its default, or None."""
        self.measure: Measure | None = None
        self.fits: Limits | None = None
        """The column of limits it was last found to fit."""
        self.asks_for_schema: bool | None = None
        self.audience: Audience | None = None
        """Of a subscription."""
        self.cost: Formula | None = None
        self.demands: frozenset[str] | None = None
        """Coordinates of fields under a rule."""
        self.reduced: dict[frozenset[str], Known] = {}
        """The operation without some of them."""
        self.is_valid = False
        self.refused: Refusal | None = None
        self.prepared: dict[frozenset[str], Prepared] = {}
        """By the override labels that are switched on."""


class Version:
    """One supergraph in service, with the subgraphs and the memory that belong to it."""

    __slots__ = ("documents", "subgraphs", "supergraph")

    def __init__(self, supergraph: Supergraph, subgraphs: Mapping[str, Subgraph]) -> None:
        """Start with an empty memory."""
        self.supergraph = supergraph
        self.subgraphs = subgraphs
        self.documents: Memory[tuple[str, str | None], Known] = Memory(
            kept_bytes=_DOCUMENT_BYTES, new_bytes=_NEW_DOCUMENT_BYTES
        )


class Desk:
    """What the stations of all requests share."""

    __slots__ = (
        "admission", "authenticate", "groups", "is_developer", "judge", "language_of", "now", "registered",
        "saved", "settings", "shelf", "spend", "standing", "subgraph_costs", "version",
    )  # fmt: skip

    def __init__(
        self,
        version: Version,
        settings: GatewaySettings,
        authenticate: Authenticate,
        now: Callable[[], float],
        *,
        judge: PolicyJudge = refuse_policies,
        spend: Spend | None = None,
        language_of: LanguageOf | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """Serve one version; `version` is replaced as a whole when the schema changes."""
        self.version = version
        self.settings = settings
        self.is_developer = settings.is_developer
        self.authenticate = authenticate
        self.judge = judge
        self.spend = spend
        self.language_of = language_of
        self.shelf = shelf
        self.now = now
        self.subgraph_costs: dict[str, int] = dict(settings.subgraph_costs)
        self.groups = Groups()
        self.standing = Standing()
        self.admission = Admission(running=settings.running, most=settings.running_most, now=now)
        self.registered: dict[str, str] = dict(settings.registered)
        self.saved: Memory[str, str] = Memory(kept_bytes=8_000_000, new_bytes=2_000_000)


class Exchange:
    """One request. Stations read what earlier ones wrote."""

    __slots__ = (
        "caller", "context", "desk", "has_slot", "head", "hints",
        "is_reduced", "is_registered", "known", "lane", "limits", "locale",
        "outcome", "prepared", "request", "request_id", "response", "text", "units", "variables", "version",
        "way",
    )  # fmt: skip

    def __init__(self, desk: Desk, head: RequestHead, request: GraphQLRequest, way: Way) -> None:
        """Begin with the version that is in service now; the request ends on it."""
        self.desk = desk
        self.version = desk.version
        self.head = head
        self.request = request
        self.way = way
        self.locale = "sv"
        self.request_id = ""
        self.caller: Caller = ANONYMOUS
        self.is_registered = False
        self.is_reduced = False
        self.has_slot = False
        self.lane = Lane.OPEN
        self.limits: Limits = desk.settings.anonymous
        self.text = ""
        self.units = 0
        self.known: Known | None = None
        self.prepared: Prepared | None = None
        self.variables: dict[str, Any] = {}
        self.context: FetchContext | None = None
        self.response: Any = None
        self.outcome: Reply | Stream | None = None
        self.hints: dict[str, Any] | None = None

    @property
    def operation(self) -> Known:
        """The operation, once it has been parsed."""
        if self.known is None:
            raise LookupError("no station has parsed the document yet")
        return self.known


Station = Callable[[Exchange], Awaitable[None] | None]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who has seen or changed my data: the field every service adds to Resident by itself (GDPR art. 15; L4)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Final, cast

import msgspec
import strawberry

from i18n import LazyText, t
from services.kit.audit import Outcome, Seen
from services.kit.clock import instant
from services.kit.graph.feed import read_moment, read_text
from services.kit.graph.texts import LocalizedText, localized
from services.kit.graph_guard import guarded, permission
from services.kit.policy import OWN_HANDS, Need, Rule, owner, register, require
from services.kit.privacy.marks import personal
from services.kit.privacy.purposes import Basis, Purpose
from services.kit.roster import all_manifests
from services.kit.service import Room, Service
from services.kit.wire.caller import CallerKind

MOST: Final = 200
_PERMISSION: Final = "audit.log.read"

register(
    (
        Rule(
            _PERMISSION,
            allow=(owner() & OWN_HANDS,),
            need=Need(loa=2),
            conceal=True,
            about="A person sees who has seen or changed her data; nobody sees it for her.",
        ),
    )
)

LOOKS: Final = personal(
    purpose=Purpose.SECURITY, basis=Basis.LEGAL_OBLIGATION, klassa="K2R3T2", retention="P5Y"
)


@strawberry.enum(description="How a look at somebody's data ended.")
class AccessOutcome(Enum):
    """How it ended."""

    DONE = strawberry.enum_value("done", description="It was seen or changed.")
    REFUSED = strawberry.enum_value("refused", description="It was refused: nothing was shown.")
    FAILED = strawberry.enum_value("failed", description="It did not come about.")


@strawberry.federation.type(
    shareable=True,
    description="One look at a person's data, or one change of them.",
    directives=[LOOKS],
)
class AccessEntry:
    """One line of the person's own view of the log."""

    at: datetime = strawberry.field(description="When.")
    service: str = strawberry.field(description="In which service.")
    who: LocalizedText = strawberry.field(description="Who it was, in plain words.")
    what: LocalizedText = strawberry.field(description="What was done, in plain words.")
    outcome: AccessOutcome = strawberry.field(description="How it ended.")
    by_herself: bool = strawberry.field(description="Whether it was the person herself.")
    unit: str | None = strawberry.field(description="The unit of the staff member.")
    provider: str | None = strawberry.field(description="Who runs that unit.")
    purpose: str | None = strawberry.field(description="For which purpose.")


OF_HOUSE: Final = "services."


def keeps_log(manifest: Service) -> bool:
    """Whether a service adds its access log to Resident: every one of the house that keeps people."""
    rooms = {Room.GRAPH, Room.PRIVACY}
    return rooms <= set(manifest.rooms) and manifest.home.startswith(OF_HOUSE)


def with_access_log(query: type, types: Iterable[type]) -> tuple[type, ...]:
    """The types of a service's graph, Resident among them with the field `<service>AccessLog`."""
    found = tuple(types)
    parts = query.__module__.split(".")
    manifest = all_manifests().get(parts[1]) if parts[0] == "services" and parts[1:] else None
    if manifest is None or not keeps_log(manifest):
        return found
    resident = next((kind for kind in found if _definition(kind).name == "Resident"), None)
    if resident is None:
        resident = _stand_in()
        found = (*found, resident)
    definition = _definition(resident)
    if all(each.python_name != f"{manifest.name}_access_log" for each in definition.fields):
        definition.fields.append(_field(manifest.name, resident))
    return found


def _definition(kind: type) -> Any:
    return cast("Any", kind).__strawberry_definition__


class ResidentKey(msgspec.Struct, frozen=True):
    """The key of a resident."""

    id: str


def _stand_in() -> type:
    """Resident for a service that adds nothing else to her."""

    @strawberry.federation.type(
        name="Resident", keys=["id"], description="A person the city knows.", directives=[LOOKS]
    )
    class Resident:
        """A person the city knows."""

        id: strawberry.ID = strawberry.field(description="Opaque id.")

        @classmethod
        @guarded(_PERMISSION)
        async def resolve_references(
            cls, keys: list[ResidentKey], info: strawberry.Info
        ) -> list[Any]:
            """Stand-ins; what may be seen is judged field by field."""
            del info
            return [cls(id=strawberry.ID(key.id)) for key in keys]

    return Resident


def access_field(service: str) -> str:
    """The name of the field in which a service answers."""
    return f"{service}AccessLog"


_TEXT: Final = "{ value language direction isFallback origin }"
_SELECTION: Final = (
    f"{{ at service who {_TEXT} what {_TEXT} outcome byHerself unit provider purpose }}"
)


def required_logs(services: Iterable[str]) -> list[str]:
    """The field sets for `@requires` of whoever gathers."""
    return [f"{access_field(name)} {_SELECTION}" for name in services]


def access_sources(services: Iterable[str]) -> type[Any]:
    """A class with an external field per service, to inherit from in the gathering subgraph."""
    names = list(services)
    body: dict[str, Any] = {
        f"{name}_access_log": strawberry.federation.field(
            external=True, default=None, description=f"What {name} tells; null: no answer."
        )
        for name in names
    }
    body["__annotations__"] = {f"{name}_access_log": list[AccessEntry] | None for name in names}
    body["__doc__"] = "The logs of the services, as they come in with a representation."
    return strawberry.type(type("AccessSources", (), body), description="Logs of the services.")


def read_entry(answer: Mapping[str, Any]) -> AccessEntry:
    """An entry as another subgraph wrote it."""
    return AccessEntry(
        at=read_moment(answer["at"]) or instant(0),
        service=answer["service"],
        who=read_text(answer["who"]),
        what=read_text(answer["what"]),
        outcome=AccessOutcome[answer["outcome"]],
        by_herself=answer["byHerself"],
        unit=answer["unit"],
        provider=answer["provider"],
        purpose=answer["purpose"],
    )


async def entries_of(person: str, info: Any) -> list[AccessEntry]:
    """What this service's own log tells a person about herself; the policy decides who asks."""
    require(info.context.caller, _PERMISSION, {"owner": person})
    resources = info.context.resources
    if resources.audit is None:
        return []
    rows = await resources.audit.seen(resources.database, person, most=MOST)
    return [_entry(row, person, info) for row in rows]


def _field(service: str, kind: type) -> Any:
    async def access_log(root: Any, info: strawberry.Info) -> list[AccessEntry] | None:
        return await entries_of(str(root.id), info)

    made: Any = strawberry.field(
        resolver=access_log,
        description=f"Who saw or changed what {service} keeps about her, newest first.",
        extensions=[permission(_PERMISSION)],
    )
    made.python_name = made.name = f"{service}_access_log"
    made.origin = kind
    return made


def _entry(row: Seen, person: str, info: Any) -> AccessEntry:
    return AccessEntry(
        at=instant(row.at),
        service=row.service,
        who=localized(who(row, person), info),
        what=localized(what(row), info),
        outcome=_OUTCOMES[row.outcome],
        by_herself=row.actor == person,
        unit=row.unit,
        provider=row.provider,
        purpose=row.purpose,
    )


def who(row: Seen, person: str) -> LazyText:
    """The actor as the person may know her: by name of her part in it, never by id."""
    if row.actor == person:
        return t("kit.access.you", "Du själv")
    if row.on_behalf_of is not None:
        return t("kit.access.delegate", "Ditt ombud")
    match row.kind:
        case CallerKind.STAFF:
            return t("kit.access.staff", "Personal")
        case CallerKind.RESIDENT | CallerKind.VISITOR:
            return t("kit.access.person", "En annan person")
        case CallerKind.DEVICE:
            return t("kit.access.device", "En apparat")
        case _:
            return t("kit.access.system", "Staden, utan att någon människa såg något")


@lru_cache(maxsize=256)
def _title(service: str) -> LazyText | str:
    """What people call a service; a manifest is looked for in folders and wheels once."""
    manifest = all_manifests().get(service)
    return manifest.title if manifest is not None else service


def what(row: Seen) -> LazyText:
    """What was done, with the name of the service."""
    title: Any = _title(row.service)
    if row.outcome == Outcome.REFUSED:
        return t("kit.access.refused", "Nekades uppgifter i {$service}", service=title)
    verb = row.action.rpartition(".")[2]
    if verb in ("read", "list", "search", "see"):
        return t("kit.access.read", "Läste uppgifter i {$service}", service=title)
    if verb == "export":
        return t("kit.access.export", "Hämtade en kopia av uppgifter i {$service}", service=title)
    if verb == "push":
        return t("kit.access.push", "Fick besked om en ändring i {$service}", service=title)
    return t("kit.access.changed", "Ändrade uppgifter i {$service}", service=title)


_OUTCOMES = {str(member.value): member for member in AccessOutcome}

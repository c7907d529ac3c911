# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The profile in the graph: `me`, the entity Resident that every service extends, two mutations."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
import strawberry

from services.kit.clock import instant
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import (
    Info,
    Locale,
    UserError,
    describe_enum,
    user_error,
)
from services.kit.graph_guard import guarded, permission
from services.residents.actions import profile as actions
from services.residents.domain.profile import ContactKind, ContactWay, Resident
from services.residents.graph.access import AccessReader
from services.residents.graph.consents import ConsentReader
from services.residents.graph.facts import FactsReader
from services.residents.graph.mandates import MandateReader
from services.residents.graph.rights import RightsReader
from services.residents.graph.shell import ShellReader
from services.residents.privacy import CONTACT, PROFILE

describe_enum(
    ContactKind,
    "ContactKind",
    description="A way in which the city may reach a person.",
    values={
        "EMAIL": "By e-mail.",
        "SMS": "By text message to a mobile phone.",
        "LETTER": "By letter to a postal address.",
    },
)


@strawberry.type(
    name="ContactWay",
    description="An address at which the city may reach a person.",
    directives=[CONTACT],
)
class ContactWayType:
    """A contact way as the graph shows it."""

    kind: ContactKind = strawberry.field(description="What sort of address it is.")
    address: str = strawberry.field(description="The address itself.")
    verified: bool = strawberry.field(description="Whether she has proved that it is hers.")


@strawberry.federation.type(
    name="Resident",
    keys=["id"],
    description="A person the city knows; other services add to her.",
    directives=[PROFILE],
)
class ResidentType(
    FactsReader, RightsReader, AccessReader, ShellReader, MandateReader, ConsentReader
):
    """A profile as the graph shows it."""

    id: strawberry.ID = strawberry.field(description="Opaque id.")
    name: str | None = strawberry.field(
        default=None, description="As the population register spells it."
    )
    language: Locale | None = strawberry.field(
        default=None, description="The language she has chosen."
    )
    version: int = strawberry.field(default=0, description="Goes back with each change.")
    updated_at: datetime | None = strawberry.field(
        default=None, description="When she last changed something."
    )

    @strawberry.field(
        description="How the city may reach her.", extensions=[permission("residents.me.read")]
    )
    async def contact_ways(self, info: Info) -> list[ContactWayType]:
        """All contact ways of this resident."""
        found = await actions.read_contact_ways(
            info.context.database, info.context.caller, [self.id]
        )
        return [_contact_way(way) for way in found[0]]

    @classmethod
    @guarded("residents.me.read")
    async def resolve_references(
        cls, keys: list[dict[str, Any]], info: Info
    ) -> "list[ResidentType | None]":
        """The residents of a batch of keys, misses None; a key may bring answers for the feed."""
        ids = [msgspec.convert(key, ResidentKey).id for key in keys]
        found = await actions.read_residents(info.context.database, info.context.caller, ids)
        return [_resident(one, key) if one else None for one, key in zip(found, keys, strict=True)]


class ResidentKey(msgspec.Struct, frozen=True):
    """The key other services know a resident by."""

    id: str


@strawberry.type(description="What came of a change to the profile.")
class ProfilePayload:
    """The changed profile, or what the person can put right."""

    resident: ResidentType | None = strawberry.field(description="The profile after the change.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.input(description="The wish to be spoken to in a language.")
class ChooseLanguageInput:
    """A language of the city's list and the version that was read."""

    language: str = strawberry.field(description="A tag of the city's list, for example `so`.")
    version: int = strawberry.field(description="The version of the profile that was read.")


@strawberry.input(description="An address to be reached at; an empty one takes the way out.")
class SetContactWayInput:
    """One contact way."""

    kind: ContactKind = strawberry.field(description="What sort of address it is.")
    address: str = strawberry.field(description="The address; empty to remove this way.")


@strawberry.type
class Query:
    """What can be asked."""

    @strawberry.field(
        description="The person who is signed in, or for whom she acts.",
        extensions=[permission("residents.me.read")],
    )
    async def me(self, info: Info) -> ResidentType | None:
        """The caller's own profile."""
        return _resident(await actions.read_me(info.context.database, info.context.caller))


@strawberry.type
class Mutation:
    """What can be changed."""

    @strawberry.mutation(
        description="Choose the language the city speaks to me in.",
        extensions=[permission("residents.profile.write")],
    )
    async def choose_language(self, input: ChooseLanguageInput, info: Info) -> ProfilePayload:
        """Remember the language."""
        wish = actions.ChooseLanguage(language=input.language, version=input.version)
        return await _change(
            info, lambda tx: actions.choose_language(tx, info.context.caller, wish)
        )

    @strawberry.mutation(
        description="Keep, replace or take out one of my contact ways.",
        extensions=[permission("residents.profile.write")],
    )
    async def set_contact_way(self, input: SetContactWayInput, info: Info) -> ProfilePayload:
        """Keep one contact way per kind."""
        wish = actions.SetContactWay(kind=input.kind, address=input.address)
        return await _change(
            info, lambda tx: actions.set_contact_way(tx, info.context.caller, wish)
        )


async def _change(info: Info, unit: Callable[[Tx], Awaitable[object]]) -> ProfilePayload:
    try:
        await info.context.database.transact(unit)
    except Problem as problem:
        if problem.code not in _CAN_BE_PUT_RIGHT:
            raise
        return ProfilePayload(resident=None, user_errors=[user_error(problem, info)])
    me = await actions.read_me(info.context.database, info.context.caller)
    return ProfilePayload(resident=_resident(me), user_errors=[])


_CAN_BE_PUT_RIGHT = frozenset({"INPUT_INVALID", "UNKNOWN_LOCALE", "CONFLICT"})


def _resident(one: Resident, answers: Mapping[str, Any] | None = None) -> ResidentType:
    return ResidentType(
        answers=answers,
        id=strawberry.ID(one.id),
        name=one.name,
        language=Locale(one.language) if one.language else None,
        version=one.version,
        updated_at=instant(one.updated_at) if one.updated_at is not None else None,
    )


def _contact_way(way: ContactWay) -> ContactWayType:
    return ContactWayType(kind=way.kind, address=way.address, verified=way.verified_at is not None)

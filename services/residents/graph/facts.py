# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Two halves of a profile: what is vouched for, with its source, and what she says of herself."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

import msgspec
import strawberry

from services.kit.clock import instant
from services.kit.errors import Problem
from services.kit.graph import Info, UserError, describe_enum, user_error
from services.kit.graph_guard import permission
from services.residents.actions import facts as actions
from services.residents.domain.facts import (
    FactKind,
    FactSource,
    PostalAddress,
    SelfGiven,
    VerifiedFact,
)
from services.residents.privacy import CONTACT, PROFILE

describe_enum(
    FactSource,
    "FactSource",
    description="Who vouches for a fact.",
    values={
        "POPULATION_REGISTER": "The population register.",
        "EID": "The e-identification she signed in with.",
    },
)


@strawberry.type(description="A postal address.", directives=[CONTACT])
class PostalAddressParts:
    """An address in its parts."""

    street: str = strawberry.field(description="Street and number.")
    postal_code: str = strawberry.field(description="Postal code.")
    locality: str = strawberry.field(description="Town.")


@strawberry.type(description="A name that somebody vouches for.", directives=[PROFILE])
class VerifiedName:
    """A verified name."""

    given: str = strawberry.field(description="Given names.")
    family: str = strawberry.field(description="Family name.")
    source: FactSource = strawberry.field(description="Who vouches for it.")
    checked_at: datetime = strawberry.field(description="When it was checked.")


@strawberry.type(description="A date of birth that somebody vouches for.", directives=[PROFILE])
class VerifiedBirth:
    """A verified birth."""

    born: date = strawberry.field(name="date", description="Date of birth.")
    source: FactSource = strawberry.field(description="Who vouches for it.")
    checked_at: datetime = strawberry.field(description="When it was checked.")


@strawberry.type(description="An address that somebody vouches for.", directives=[CONTACT])
class VerifiedAddress:
    """A verified address."""

    address: PostalAddressParts = strawberry.field(description="The address.")
    source: FactSource = strawberry.field(description="Who vouches for it.")
    checked_at: datetime = strawberry.field(description="When it was checked.")


@strawberry.type(
    description="What others vouch for; she cannot change it here.", directives=[PROFILE]
)
class VerifiedProfile:
    """The verified half."""

    name: VerifiedName | None = strawberry.field(description="Her name; null: nobody vouches.")
    birth: VerifiedBirth | None = strawberry.field(
        description="Her date of birth; null: nobody vouches."
    )
    address: VerifiedAddress | None = strawberry.field(
        description="Her registered address; null: nobody vouches, or it is protected."
    )


@strawberry.type(
    description="What she says of herself; nobody has checked it.", directives=[PROFILE]
)
class SelfGivenProfile:
    """The other half."""

    called_name: str = strawberry.field(description="What she wants to be called; may be empty.")
    birth_date: date | None = strawberry.field(description="Her date of birth as she says.")
    address: PostalAddressParts | None = strawberry.field(description="Where she says she lives.")
    version: int = strawberry.field(description="Goes back with each change.")
    updated_at: datetime | None = strawberry.field(description="When she last said something.")


@strawberry.type
class FactsReader:
    """A resident with both halves of her profile."""

    @strawberry.field(
        description="What others vouch for, each fact with its source and when it was checked.",
        extensions=[permission("residents.me.read")],
    )
    async def verified(self, info: Info) -> VerifiedProfile:
        """The verified half."""
        person = str(cast("Any", self).id)
        found = await actions.read_facts(info.context.database, info.context.caller, person)
        return _verified(found)

    @strawberry.field(
        description="What she says of herself, beside what is verified.",
        extensions=[permission("residents.me.read")],
    )
    async def self_given(self, info: Info) -> SelfGivenProfile:
        """Her own words."""
        person = str(cast("Any", self).id)
        return _self_given(
            await actions.read_self_given(info.context.database, info.context.caller, person)
        )


@strawberry.input(description="A postal address.")
class PostalAddressInput:
    """An address."""

    street: str = strawberry.field(description="Street and number.")
    postal_code: str = strawberry.field(description="Postal code.")
    locality: str = strawberry.field(description="Town.")


@strawberry.input(description="What I say of myself; what is left out is taken out.")
class SetSelfGivenInput:
    """Her own words and the version that was read."""

    version: int = strawberry.field(description="The version that was read; 0 the first time.")
    called_name: str = strawberry.field(default="", description="What I want to be called.")
    birth_date: date | None = strawberry.field(default=None, description="My date of birth.")
    address: PostalAddressInput | None = strawberry.field(default=None, description="Where I live.")


@strawberry.type(description="What came of saying something of oneself.")
class SelfGivenPayload:
    """Her words as kept, or what can be put right."""

    self_given: SelfGivenProfile | None = strawberry.field(description="As kept.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type
class FactsChanges:
    """What a person may say of herself."""

    @strawberry.mutation(
        description="Say how I want to be called and where I live; what is verified stays as it is.",
        extensions=[permission("residents.profile.write")],
    )
    async def set_self_given(self, input: SetSelfGivenInput, info: Info) -> SelfGivenPayload:
        """Keep her words."""
        there = input.address
        address = (
            PostalAddress(
                street=there.street, postal_code=there.postal_code, locality=there.locality
            )
            if there is not None
            else None
        )
        caller = info.context.caller
        wish = SelfGiven(
            person=caller.sub, called=input.called_name, birth=input.birth_date, address=address,
            version=input.version,
        )  # fmt: skip
        try:
            kept = await info.context.database.transact(lambda tx: actions.say(tx, caller, wish))
        except Problem as problem:
            if problem.code not in ("INPUT_INVALID", "CONFLICT"):
                raise
            return SelfGivenPayload(self_given=None, user_errors=[user_error(problem, info)])
        return SelfGivenPayload(self_given=_self_given(kept), user_errors=[])


def _verified(found: Mapping[FactKind, VerifiedFact]) -> VerifiedProfile:
    return VerifiedProfile(
        name=_name(found.get(FactKind.NAME)),
        birth=_birth(found.get(FactKind.BIRTH)),
        address=_address(found.get(FactKind.ADDRESS)),
    )


def _name(one: VerifiedFact | None) -> VerifiedName | None:
    if one is None or one.fact.name is None:
        return None
    return VerifiedName(given=one.fact.name.given, family=one.fact.name.family, **_check(one))


def _birth(one: VerifiedFact | None) -> VerifiedBirth | None:
    if one is None or one.fact.birth is None:
        return None
    return VerifiedBirth(born=one.fact.birth, **_check(one))


def _address(one: VerifiedFact | None) -> VerifiedAddress | None:
    if one is None or one.fact.address is None:
        return None
    return VerifiedAddress(address=_parts(one.fact.address), **_check(one))


def _check(fact: VerifiedFact) -> dict[str, Any]:
    return {"source": fact.source, "checked_at": instant(fact.checked_at)}


def _parts(address: PostalAddress) -> PostalAddressParts:
    return PostalAddressParts(**msgspec.structs.asdict(address))


def _self_given(one: SelfGiven) -> SelfGivenProfile:
    return SelfGivenProfile(
        called_name=one.called, birth_date=one.birth, version=one.version,
        address=_parts(one.address) if one.address is not None else None,
        updated_at=instant(one.updated_at) if one.updated_at is not None else None,
    )  # fmt: skip

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Preferences, devices, the catalogue of services, and ratings in the graph."""

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Annotated, Any

import strawberry

from i18n import t
from services.kit.channels import PushKeys
from services.kit.data import Tx
from services.kit.errors import Problem
from services.kit.graph import Info, LocalizedText, UserError, localized, user_error
from services.kit.graph_guard import permission, public
from services.kit.privacy import public_data
from services.kit.wire.apps import MINIMUM_VERSIONS
from services.residents.actions import catalogue
from services.residents.actions import shell as actions
from services.residents.domain.reaching import Device, Preference
from services.residents.graph.inbox import InboxReader
from services.residents.privacy import CONTACT

_CAN_BE_PUT_RIGHT = frozenset({"INPUT_INVALID", "UNKNOWN_LOCALE", "CONFLICT", "UPGRADE_REQUIRED"})


@strawberry.type(
    name="ContactPreference", description="What she wants from one service.", directives=[CONTACT]
)
class PreferenceType:
    """A preference."""

    service: str = strawberry.field(description="The service.")
    inbox: bool = strawberry.field(description="Whether its messages come into the inbox.")
    email: bool = strawberry.field(description="Whether it may send mail.")
    sms: bool = strawberry.field(description="Whether it may send text messages.")
    push: bool = strawberry.field(description="Whether it may show pushes.")
    version: int = strawberry.field(description="Goes back with each change.")


@strawberry.type(name="PushDevice", description="A device for pushes.", directives=[CONTACT])
class DeviceType:
    """A device."""

    id: strawberry.ID = strawberry.field(description="Its id.")
    platform: str = strawberry.field(description="web, ios or android.")
    app_version: str = strawberry.field(description="The version of the app on it.")


@strawberry.type
class ShellReader(InboxReader):
    """A resident with her choices."""

    @strawberry.field(
        description="How each service may reach her.",
        extensions=[permission("residents.me.read")],
    )
    async def contact_preferences(self, info: Info) -> list[PreferenceType]:
        """A choice per service."""
        found = await actions.list_preferences(
            info.context.database, info.context.caller, str(self.id)
        )
        return [_preference(one) for one in found]

    @strawberry.field(
        description="Her devices for pushes.", extensions=[permission("residents.me.read")]
    )
    async def push_devices(self, info: Info) -> list[DeviceType]:
        """Devices."""
        found = await actions.list_devices(info.context.database, info.context.caller, str(self.id))
        return [_device(one) for one in found]


@strawberry.enum(description="Whether a service answers just now.")
class ServiceHealth(Enum):
    """Whether a service answers."""

    UP = strawberry.enum_value("up", description="It answers.")
    DOWN = strawberry.enum_value("down", description="It does not answer just now.")
    UNKNOWN = strawberry.enum_value("unknown", description="Nobody can tell from here.")


@strawberry.type(
    name="CatalogueEntry", description="An e-service of the city.", directives=[public_data()]
)
class CatalogueEntry:
    """A service as the catalogue shows it."""

    code: str = strawberry.field(description="Its name.")
    title: LocalizedText = strawberry.field(description="What people call it.")
    description: LocalizedText = strawberry.field(description="What it is for.")
    category: LocalizedText = strawberry.field(description="Where it stands in the app.")
    loa: int = strawberry.field(description="The level of assurance a sign-in needs; 0: none.")
    has_feed: bool = strawberry.field(description="Whether it tells what waits for a person.")
    status: str = strawberry.field(description="draft, beta, live, paused or retired.")
    health: ServiceHealth = strawberry.field(description="Whether it answers just now.")


@strawberry.type(
    description="The oldest app that can talk to the city.", directives=[public_data()]
)
class AppRequirement:
    """A minimum version."""

    platform: str = strawberry.field(description="ios or android.")
    minimum_version: str = strawberry.field(description="Older ones must be updated.")


@strawberry.type(description="How many gave so many stars.", directives=[public_data()])
class RatingCount:
    """A count."""

    page: str = strawberry.field(description="Which page.")
    language: str = strawberry.field(description="In which language it was read.")
    month: str = strawberry.field(description="2026-05.")
    stars: int = strawberry.field(description="1 to 5.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(
    name="SentCount", description="How many notices came so far.", directives=[public_data()]
)
class SentCountType:
    """A count."""

    service: str = strawberry.field(description="The e-service, or the department's id.")
    channel: str = strawberry.field(description="push, email, sms or letter.")
    status: str = strawberry.field(description="delivered, sent, temporary-failure and the like.")
    month: str = strawberry.field(description="2026-05.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="What came of a choice.")
class PreferencePayload:
    """The choice, or what can be put right."""

    preference: PreferenceType | None = strawberry.field(description="The choice as kept.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of adding or removing a device.")
class DevicePayload:
    """The device, or what can be put right."""

    device: DeviceType | None = strawberry.field(description="The device; null once removed.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.type(description="What came of a judgement.", directives=[public_data()])
class RatingPayload:
    """Thanks, or what can be put right."""

    thanks: LocalizedText | None = strawberry.field(description="A word of thanks.")
    user_errors: list[UserError] = strawberry.field(description="What can be put right.")


@strawberry.input(description="What I want from one service.")
class SetPreferenceInput:
    """A choice and the version that was read."""

    service: str = strawberry.field(description="The service.")
    inbox: bool = strawberry.field(description="Messages in the inbox.")
    email: bool = strawberry.field(description="Mail.")
    sms: bool = strawberry.field(description="Text messages.")
    push: bool = strawberry.field(description="Pushes.")
    version: int = strawberry.field(description="The version of the choice that was read.")


@strawberry.input(description="A device that wants pushes.")
class AddDeviceInput:
    """A push subscription."""

    platform: str = strawberry.field(description="web, ios or android.")
    endpoint: str = strawberry.field(description="Of the push subscription.")
    p256dh: str = strawberry.field(description="Its public key, base64url.")
    auth: str = strawberry.field(description="Its secret, base64url.")
    app_version: str = strawberry.field(default="", description="The version of the app.")


@strawberry.input(description="A device to be taken out.")
class RemoveDeviceInput:
    """A device."""

    id: strawberry.ID = strawberry.field(description="The device.")


@strawberry.input(description="What somebody thinks of a page.")
class RatePageInput:
    """A judgement."""

    service: str = strawberry.field(description="The service.")
    page: str = strawberry.field(description="Its path, for example `/guides/preschool`.")
    stars: int = strawberry.field(description="1 to 5.")


@strawberry.type
class ShellQuestions:
    """What can be asked of the shell."""

    @strawberry.field(
        description="Every e-service of the city.",
        extensions=[public("what the city offers is for everybody")],
    )
    async def service_catalogue(self, info: Info) -> list[CatalogueEntry]:
        """The catalogue, each with its health."""
        found = await catalogue.read_catalogue(info.context.resources)
        return [
            CatalogueEntry(
                code=one.code, title=localized(one.title, info),
                description=localized(one.description, info),
                category=localized(one.category, info), loa=one.loa, has_feed=one.feed,
                status=one.status, health=ServiceHealth(one.health),
            )
            for one in found
        ]  # fmt: skip

    @strawberry.field(
        description="The oldest apps that can talk to the city.",
        extensions=[public("an app must know before anybody signs in")],
    )
    def app_requirements(self) -> list[AppRequirement]:
        """Minimum versions."""
        return [
            AppRequirement(platform=platform, minimum_version=minimum)
            for platform, minimum in MINIMUM_VERSIONS.items()
        ]

    @strawberry.field(
        description="The key that web push subscriptions are made with; null without push.",
        directives=[public_data()],
        extensions=[public("a browser needs it before it asks for permission")],
    )
    def push_key(self, info: Info) -> str | None:
        """The application server key."""
        return catalogue.push_key(info.context.resources)

    @strawberry.field(
        description="What people think of a service, counted.",
        extensions=[permission("residents.rating.read")],
    )
    async def service_ratings(
        self, info: Info,
        service: Annotated[str, strawberry.argument(description="Which service.")],
    ) -> list[RatingCount]:  # fmt: skip
        """Counts by month, page and language."""
        found = await actions.ratings(info.context.database, info.context.caller, service)
        return [
            RatingCount(page=one.page, language=one.language, month=one.month, stars=one.stars,
                        count=one.count)
            for one in found
        ]  # fmt: skip

    @strawberry.field(
        description="How many notices went out in the last twelve months, and what became of them.",
        extensions=[permission("residents.statistics.read")],
    )
    async def sent_counts(self, info: Info) -> list[SentCountType]:
        """Counts by month, sender, channel and state."""
        found = await actions.sent_counts(info.context.database, info.context.caller)
        return [
            SentCountType(service=one.service, channel=one.kind, status=one.status,
                          month=one.month, count=one.count)
            for one in found
        ]  # fmt: skip


@strawberry.type
class ShellChanges:
    """What can be changed in the shell."""

    @strawberry.mutation(
        description="Choose how one service may reach me.",
        extensions=[permission("residents.profile.write")],
    )
    async def set_contact_preference(
        self, input: SetPreferenceInput, info: Info
    ) -> PreferencePayload:
        """Keep a choice."""
        wish = actions.Choose(**vars(input))
        kept, errors = await _try(info, lambda tx: actions.choose(tx, info.context.caller, wish))
        return PreferencePayload(
            preference=_preference(kept) if kept is not None else None, user_errors=errors
        )

    @strawberry.mutation(
        description="Let a device show pushes.",
        extensions=[permission("residents.profile.write")],
    )
    async def add_push_device(self, input: AddDeviceInput, info: Info) -> DevicePayload:
        """Keep a device."""
        wish = actions.AddDevice(
            platform=input.platform, endpoint=input.endpoint, app_version=input.app_version,
            keys=PushKeys(p256dh=input.p256dh, auth=input.auth),
        )  # fmt: skip
        kept, errors = await _try(
            info, lambda tx: actions.add_device(tx, info.context.caller, wish)
        )
        return DevicePayload(device=_device(kept) if kept is not None else None, user_errors=errors)

    @strawberry.mutation(
        description="Take a device out.", extensions=[permission("residents.profile.write")]
    )
    async def remove_push_device(self, input: RemoveDeviceInput, info: Info) -> DevicePayload:
        """Take a device out."""
        key = str(input.id)
        _, errors = await _try(info, lambda tx: actions.drop_device(tx, info.context.caller, key))
        return DevicePayload(device=None, user_errors=errors)

    @strawberry.mutation(
        description="Say what you think of a page; nobody can tell who said it.",
        extensions=[public("an anonymous judgement of a page (EU 2018/1724)")],
    )
    async def rate_page(self, input: RatePageInput, info: Info) -> RatingPayload:
        """Count a judgement."""
        wish = actions.Rate(
            service=input.service, page=input.page, stars=input.stars, language=info.context.locale
        )
        _, errors = await _try(info, lambda tx: actions.rate(tx, wish))
        thanks = t("residents.rating.thanks", "Tack! Ditt svar hjälper oss att bli bättre.")
        return RatingPayload(thanks=None if errors else localized(thanks, info), user_errors=errors)


async def _try(info: Info, unit: Callable[[Tx], Awaitable[Any]]) -> tuple[Any, list[UserError]]:
    try:
        return await info.context.database.transact(unit), []
    except Problem as problem:
        if problem.code not in _CAN_BE_PUT_RIGHT:
            raise
        return None, [user_error(problem, info)]


def _preference(one: Preference) -> PreferenceType:
    return PreferenceType(
        service=one.service, inbox=one.inbox, email=one.email, sms=one.sms, push=one.push,
        version=one.version,
    )  # fmt: skip


def _device(one: Device) -> DeviceType:
    return DeviceType(id=strawberry.ID(one.id), platform=one.platform, app_version=one.app_version)

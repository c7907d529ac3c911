# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""On which ways the city reaches a person: her preferences per service, her devices, one way per notice."""

from typing import Final

import msgspec

from i18n import t
from services.kit.channels import ChannelKind, PushKeys
from services.kit.errors import InputInvalid
from services.kit.wire.apps import MINIMUM_VERSIONS, VERSION, judge_version
from services.kit.wire.notice import Urgency
from services.residents.domain.profile import ContactKind, ContactWay

PLATFORMS: Final = ("web", "ios", "android")
MOST_DEVICES: Final = 20


class Preference(msgspec.Struct, frozen=True, kw_only=True):
    """What a person wants from one service."""

    person: str
    service: str
    inbox: bool = True
    email: bool = False
    sms: bool = False
    push: bool = True
    version: int = 0
    """Grows by one with each change; a change must name the version it read."""

    def wants(self, kind: ChannelKind) -> bool:
        """Whether she wants this service's notices on a channel."""
        return {
            ChannelKind.EMAIL: self.email, ChannelKind.SMS: self.sms, ChannelKind.PUSH: self.push,
        }[kind]  # fmt: skip


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device that takes pushes."""

    id: str
    person: str
    platform: str
    endpoint: str
    keys: PushKeys
    app_version: str
    added_at: int


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be used to reach a person just now."""

    preference: Preference
    ways: tuple[ContactWay, ...]
    devices: tuple[Device, ...]


def ways_out(urgency: Urgency) -> tuple[ChannelKind, ...]:
    """The channels that are tried for a notice; whether one is wanted is judged when it is sent (N6)."""
    del urgency
    return (ChannelKind.PUSH, ChannelKind.EMAIL, ChannelKind.SMS)


def is_wanted(kind: ChannelKind, reach: Reach, urgency: Urgency, *, legal: bool) -> bool:
    """Whether a notice goes out on a channel now.

    A notice of law does not ask for preferences (N7). An urgent one takes text messages when no
    device can take a push.
    """
    if not has_address(kind, reach):
        return False
    if legal or reach.preference.wants(kind):
        return True
    lacks_push = not has_address(ChannelKind.PUSH, reach) or not reach.preference.push
    return urgency is Urgency.URGENT and kind is ChannelKind.SMS and lacks_push


def has_address(kind: ChannelKind, reach: Reach) -> bool:
    """Whether she can be reached so: by a device, or by an address she has proved to be hers."""
    if kind is ChannelKind.PUSH:
        return bool(reach.devices)
    return address(kind, reach) is not None


def address(kind: ChannelKind, reach: Reach) -> str | None:
    """Her verified address of a kind."""
    wanted = ContactKind.EMAIL if kind is ChannelKind.EMAIL else ContactKind.SMS
    for way in reach.ways:
        if way.kind is wanted and way.verified_at is not None:
            return way.address
    return None


def check_device(platform: str, endpoint: str, keys: PushKeys, app_version: str) -> None:
    """InputInvalid for what cannot be a device; UPGRADE_REQUIRED for an app that is too old."""
    if platform not in PLATFORMS:
        raise InputInvalid(path=("platform",))
    if not endpoint.startswith(("https://", "http://127.0.0.1")) or len(endpoint) > 1000:  # noqa: PLR2004
        raise InputInvalid(
            t("residents.device.endpoint", "Enheten kunde inte anmälas. Försök igen från appen."),
            path=("endpoint",),
        )
    if not keys.p256dh or not keys.auth:
        raise InputInvalid(path=("keys",))
    check_app(platform, app_version)


def check_app(platform: str, app_version: str) -> None:
    """UPGRADE_REQUIRED with the minimum when an app is too old; InputInvalid for no version at all."""
    if platform in MINIMUM_VERSIONS and not VERSION.fullmatch(app_version):
        raise InputInvalid(path=("appVersion",))
    judge_version(platform, app_version)

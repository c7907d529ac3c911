# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Which form each channel has in this process, decided by settings and nowhere else."""

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from services.kit.channels.inside import NullChannel, RecordingChannel
from services.kit.channels.mail import MailChannel
from services.kit.channels.message import Channel, ChannelKind
from services.kit.channels.push import PUSH_SERVICES, PushChannel
from services.kit.channels.sms import SmsChannel
from services.kit.channels.vapid import open_vapid
from services.kit.clock import Clock
from services.kit.context import Resources
from services.kit.errors import SettingsProblem

LOCAL = "local"
"""Setting of a channel that keeps messages instead of sending them."""
NONE = "none"
"""Setting of a channel that is not there."""


class ChannelSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of the ways out. Empty means: kept on this machine, and nothing behind https://."""

    mail_url: Annotated[
        str, Meta(description="smtps://user:password@host:465, smtp://..., local or none")
    ] = ""
    mail_from: Annotated[str, Meta(description="address that mail is sent from")] = ""
    sms_url: Annotated[
        str, Meta(description="https://user:password@api.46elks.com, local or none")
    ] = ""
    sms_from: Annotated[str, Meta(description="name or number that texts are sent from")] = "Torget"
    push: Annotated[str, Meta(description="web, local or none")] = ""
    push_contact: Annotated[
        str, Meta(description="mailto: or https: address for operators of push services")
    ] = "mailto:push@localhost"
    push_services: Annotated[
        tuple[str, ...], Meta(description="origins that push subscriptions may name")
    ] = PUSH_SERVICES


Channels = dict[ChannelKind, Channel]


def open_channels(
    settings: ChannelSettings, clock: Clock, *, folder: Path | None = None, address: str = ""
) -> Channels:
    """The three ways out. SettingsProblem for a setting that cannot be used."""
    if settings.push not in ("", "web", LOCAL, NONE):
        raise SettingsProblem("push is web, local or none.")
    unset = NONE if address.startswith("https://") else LOCAL

    def inside(kind: ChannelKind, setting: str) -> Channel | None:
        form = setting or unset
        if form == LOCAL:
            return RecordingChannel(kind, folder)
        return NullChannel(kind) if form == NONE else None

    return {
        ChannelKind.EMAIL: inside(ChannelKind.EMAIL, settings.mail_url)
        or MailChannel(settings.mail_url, settings.mail_from, clock=clock),
        ChannelKind.SMS: inside(ChannelKind.SMS, settings.sms_url)
        or SmsChannel(settings.sms_url, settings.sms_from),
        ChannelKind.PUSH: inside(ChannelKind.PUSH, settings.push)
        or PushChannel(open_vapid(folder, settings.push_contact, clock), settings.push_services),
    }


def channels_of(resources: Resources) -> Channels:
    """The channels of a service whose settings are ChannelSettings."""
    settings = resources.settings
    return open_channels(
        settings if isinstance(settings, ChannelSettings) else ChannelSettings(),
        resources.clock,
        folder=resources.folder,
        address=resources.address,
    )

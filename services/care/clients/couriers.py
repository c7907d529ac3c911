# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who carries notices: the city's channels for people, the queue itself for screens."""

from typing import Final

from i18n import localizer
from services.care.actions.sending import Leased, Sent
from services.care.domain.ladder import Channel
from services.care.domain.notices import TEXTS, Notice
from services.care.domain.people import Endpoint
from services.kit.channels import ChannelKind, Message, PushKeys, State
from services.kit.channels.opening import Channels, channels_of
from services.kit.context import Resources

KINDS: Final = {
    Channel.SMS: ChannelKind.SMS,
    Channel.EMAIL: ChannelKind.EMAIL,
    Channel.PUSH: ChannelKind.PUSH,
}
TAKEN: Final = frozenset({State.SENT, State.DELIVERED, State.PENDING})
URGENT_SECONDS: Final = 3600
"""A push of an urgent alert waits at least so long for its device."""


class Couriers:
    """The channels of this process; opened with the first notice."""

    def __init__(self, resources: Resources, channels: Channels | None = None) -> None:
        """`channels` stand in for those that the settings name."""
        self._resources = resources
        self._channels = channels

    @property
    def channels(self) -> Channels:
        """The ways out."""
        if self._channels is None:
            self._channels = channels_of(self._resources)
        return self._channels

    async def send(self, leased: Leased) -> Sent:
        """Send one notice in the language its way speaks now: no name, nothing about health (N1)."""
        notice, endpoint = leased.notice, leased.endpoint
        if notice.channel is Channel.SCREEN or endpoint is None:
            return Sent(accepted=True)
        channel = self.channels[KINDS[notice.channel]]
        receipt = await channel.send(self._message(notice, endpoint))
        return Sent(
            accepted=receipt.state in TAKEN,
            provider_id=receipt.reference or None,
            is_gone=receipt.gone,
            may_try_again=receipt.state is State.TEMPORARY_FAILURE,
        )

    async def stop(self) -> None:
        """Close what was opened."""
        for channel in (self._channels or {}).values():
            await channel.stop()

    def _message(self, notice: Notice, endpoint: Endpoint) -> Message:
        words = localizer(endpoint.lang).text(TEXTS[notice.template])
        address = endpoint.address
        link = f"{self._resources.address}/" if self._resources.address else ""
        keys = None
        if notice.channel is Channel.PUSH:
            keys = PushKeys(p256dh=address["p256dh"], auth=address["auth"])
        left = max(1, (notice.expires_at - self._resources.clock.now_ms()) // 1000)
        body = words if keys is not None or not link else f"{words} {link}"
        return Message(
            id=notice.id, to=address["endpoint"] if keys is not None else address["to"], body=body,
            subject=words, language=endpoint.lang, urgent=notice.urgent, keys=keys, topic=_topic(notice),
            seconds=max(left, URGENT_SECONDS) if notice.urgent else left,
            report_url=f"{link}care/reports/sms" if link and notice.channel is Channel.SMS else "",
        )  # fmt: skip


def _topic(notice: Notice) -> str:
    """Reminders of one check-in replace each other (N2): at most 32 characters of base64url."""
    thing = notice.occurrence or notice.alert or ""
    return thing.replace("-", "")[:32]

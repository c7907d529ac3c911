# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Brokers of interpreters: asked by their own interface where they have one, by e-mail where not."""

from datetime import datetime

import msgspec

from services.kit.channels import Channel, ChannelKind, Message, State
from services.kit.channels.opening import channels_of
from services.kit.context import Resources
from services.kit.outbound import Outbound, PartnerFault, Request
from services.kit.outbound.guarded import GuardedTransport
from services.newcomers.settings import Settings

_SECONDS = 10.0
_SUCCESS = range(200, 300)


class BrokerCall(msgspec.Struct, frozen=True, kw_only=True):
    """What a broker is told: nothing about the person, nothing but what it takes to answer."""

    request: str
    broker: str
    email: str
    address: str
    number: str
    language: str
    start_at: datetime
    end_at: datetime
    locations: list[str]
    competence: list[str]
    assignment: str = "interpretation"
    dialect: str = ""
    requirements: list[str] = []
    """Like `gender: woman (required)`."""
    answer_by: datetime | None

    @property
    def wire(self) -> dict[str, object]:
        """The body of the broker interface."""
        return {
            "requestId": self.request, "orderNumber": self.number, "language": self.language,
            "startAt": self.start_at, "endAt": self.end_at, "timeZone": "Europe/Stockholm",
            "locations": self.locations, "competence": self.competence,
            "assignment": self.assignment, "dialect": self.dialect,
            "requirements": self.requirements,
            "answerBy": self.answer_by,
        }  # fmt: skip

    @property
    def letter(self) -> str:
        """The same for people."""
        rows = [f"{name}: {value}" for name, value in self.wire.items() if value]
        return "\n".join(rows)


class BrokerSilent(Exception):
    """The broker could not be reached; the worker tries again."""


class Dispatch:
    """Tells brokers of requests."""

    def __init__(self, resources: Resources) -> None:
        """Channels are opened when the first e-mail goes out."""
        self._resources = resources
        self._mail: Channel | None = None

    async def send(self, call: BrokerCall) -> None:
        """Tell one broker. Raises BrokerSilent."""
        if call.address:
            await self._by_interface(call)
        elif call.email:
            await self._by_mail(call)

    async def _by_interface(self, call: BrokerCall) -> None:
        way = GuardedTransport(call.address, self._resources.reach)
        outbound = Outbound(f"broker {call.broker}", way, seconds=_SECONDS)
        settings = self._resources.settings
        key = settings.key_of(call.broker) if isinstance(settings, Settings) else ""
        try:
            reply = await outbound.send(
                Request(
                    method="POST",
                    path="/interpreter-requests",
                    headers={
                        "authorization": f"Bearer {key}",
                        "content-type": "application/json",
                        "idempotency-key": call.request,
                    },
                    body=msgspec.json.encode(call.wire),
                    repeatable=True,
                )
            )
        except PartnerFault as fault:
            raise BrokerSilent(fault.reason) from fault
        finally:
            await outbound.stop()
        if reply.status not in _SUCCESS:
            raise BrokerSilent(str(reply.status))

    async def _by_mail(self, call: BrokerCall) -> None:
        if self._mail is None:
            self._mail = channels_of(self._resources)[ChannelKind.EMAIL]
        receipt = await self._mail.send(
            Message(
                id=call.request, to=call.email, subject=f"Tolkförfrågan {call.number}",
                body=call.letter,
            )
        )  # fmt: skip
        if receipt.state not in (State.SENT, State.DELIVERED, State.PENDING):
            raise BrokerSilent(receipt.state.value)

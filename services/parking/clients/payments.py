# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The payment provider (Swish Commerce API, version 2), a stand-in for it, and none: chosen by a setting."""

from typing import Any, Protocol

import msgspec

from services.kit.outbound import Outbound, PartnerFault, Reply, Request
from services.kit.outbound.http import HttpTransport
from services.kit.outbound.inside import LocalTransport
from services.parking.clients.swish_stand_in import StandIn
from services.parking.domain.payments import PaymentStatus, amount_text, ore_of_amount
from services.parking.settings import Settings

STAND_IN = StandIn()
"""Of this process: whoever asked it once is remembered as the provider would."""
ROOT = "/swish-cpcapi/api"
CREATED, UNPROCESSABLE, OK = 201, 422, 200
KNOWN_ALREADY = "RP09"
"""The instruction was given before: then its state is simply read."""
_STATES = {
    "CREATED": PaymentStatus.ASKED,
    "PAID": PaymentStatus.PAID,
    "DECLINED": PaymentStatus.DECLINED,
    "ERROR": PaymentStatus.DECLINED,
    "CANCELLED": PaymentStatus.DECLINED,
}


class Answer(msgspec.Struct, frozen=True):
    """What the provider says of a payment."""

    status: PaymentStatus
    reference: str


class Payments(Protocol):
    """Collects an amount; the forms are Swish, its stand-in, and none."""

    async def collect(self, instruction: str, ore: int, *, reference: str) -> Answer | None:
        """Ask for an amount, or read how it stands; None when nothing is collected here."""
        ...

    async def stop(self) -> None:
        """Close connections."""
        ...


class _State(msgspec.Struct):
    id: str
    status: str
    amount: float | str
    currency: str
    paymentReference: str | None = None  # noqa: N815 -- the provider's own name


class _Fault(msgspec.Struct):
    errorCode: str  # noqa: N815 -- the provider's own name


class SwishPayments:
    """Speaks to Swish. Raises PartnerFault; an instruction may be given any number of times."""

    def __init__(self, client: Outbound, *, payee: str, callback: str) -> None:
        """`payee` is the city's own number; `callback` the address that Swish tells states to."""
        self._client = client
        self._payee = payee
        self._callback = callback

    async def collect(self, instruction: str, ore: int, *, reference: str) -> Answer | None:
        """Give the instruction, then read how it stands."""
        body = {
            "payeePaymentReference": reference[:35],
            "callbackUrl": self._callback,
            "payeeAlias": self._payee,
            "amount": amount_text(ore),
            "currency": "SEK",
            "message": "Parkering",
        }
        made = await self._send("PUT", f"/v2/paymentrequests/{instruction}", body)
        if made.status == UNPROCESSABLE:
            codes = {one.errorCode for one in made.json(list[_Fault])}
            if codes != {KNOWN_ALREADY}:
                return Answer(PaymentStatus.DECLINED, "")
        elif made.status != CREATED:
            raise PartnerFault("bad_answer", "payments")
        return await self._read(instruction, ore)

    async def _read(self, instruction: str, ore: int) -> Answer:
        told = await self._send("GET", f"/v1/paymentrequests/{instruction}", None)
        if told.status != OK:
            raise PartnerFault("bad_answer", "payments")
        state = told.json(_State)
        if state.status not in _STATES or state.currency != "SEK":
            raise PartnerFault("bad_answer", "payments")
        try:
            same = ore_of_amount(state.amount) == ore
        except ValueError:
            same = False
        if not same:
            raise PartnerFault("bad_answer", "payments")
        return Answer(_STATES[state.status], state.paymentReference or "")

    async def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Reply:
        return await self._client.send(
            Request(
                method=method,
                path=ROOT + path,
                headers={"Content-Type": "application/json"} if body is not None else {},
                body=msgspec.json.encode(body) if body is not None else b"",
                repeatable=True,
            )
        )

    async def stop(self) -> None:
        """Close connections."""
        await self._client.stop()


class NoPayments:
    """Collects nothing: the city is paid some other way."""

    async def collect(self, instruction: str, ore: int, *, reference: str) -> Answer | None:
        """Nothing."""
        del instruction, ore, reference

    async def stop(self) -> None:
        """Nothing to close."""


def open_payments(settings: Settings, *, address: str) -> Payments:
    """The form that the setting names. Raises SettingsProblem for an address that is none."""
    if not settings.payments:
        return NoPayments()
    transport = (
        LocalTransport(STAND_IN.answer)
        if settings.payments == "stand-in"
        else HttpTransport(settings.payments)
    )
    client = Outbound("payments", transport)
    callback = f"{address}/parking/payments/callback"
    return SwishPayments(client, payee=settings.payee, callback=callback)

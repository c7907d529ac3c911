# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A stand-in for Swish: the same protocol, the same refusals, and everybody pays on the first asking."""

import re
from typing import Any

import msgspec

from services.kit.outbound import Reply, Request

_PATH = re.compile(r"/swish-cpcapi/api/v([12])/paymentrequests/([0-9A-F]{32})")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
NEEDED = ("payeeAlias", "amount", "currency", "callbackUrl")


class StandIn:
    """Keeps payment requests in memory. `declines` are instructions that nobody pays."""

    def __init__(self, declines: frozenset[str] = frozenset()) -> None:
        """Nobody has been asked yet."""
        self._declines = declines
        self.requests: dict[str, dict[str, Any]] = {}

    async def answer(self, request: Request) -> Reply:
        """One call, as the provider answers it."""
        found = _PATH.fullmatch(request.path)
        if found is None:
            return Reply(status=404)
        version, name = found.groups()
        if request.method == "PUT" and version == "2":
            return self._create(name, request.body)
        if request.method == "GET" and version == "1":
            return self._read(name)
        return Reply(status=405)

    def _create(self, name: str, body: bytes) -> Reply:
        try:
            told = msgspec.json.decode(body, type=dict[str, Any])
        except msgspec.MsgspecError:
            return Reply(status=400)
        if name in self.requests:
            return _refused("RP09", "InstructionUUID not available")
        if any(not told.get(field) for field in NEEDED):
            return _refused("PA01", "A parameter is missing")
        if told["currency"] != "SEK":
            return _refused("AM03", "Invalid or missing Currency")
        if not _AMOUNT.fullmatch(str(told["amount"])) or float(told["amount"]) <= 0:
            return _refused("AM06", "Specified transaction amount is less than agreed minimum")
        self.requests[name] = told | {"id": name, "status": "CREATED"}
        place = f"https://stand-in.invalid/swish-cpcapi/api/v1/paymentrequests/{name}"
        return Reply(status=201, headers={"location": place, "paymentrequesttoken": name.lower()})

    def _read(self, name: str) -> Reply:
        held = self.requests.get(name)
        if held is None:
            return Reply(status=404)
        if held["status"] == "CREATED":
            declined = name in self._declines
            held["status"] = "DECLINED" if declined else "PAID"
            held["paymentReference"] = None if declined else name[:32]
        shown = held | {"amount": float(held["amount"])}
        return Reply(
            status=200,
            headers={"content-type": "application/json"},
            body=msgspec.json.encode(shown),
        )


def _refused(code: str, text: str) -> Reply:
    body = [{"errorCode": code, "errorMessage": text, "additionalInformation": None}]
    return Reply(status=422, body=msgspec.json.encode(body))

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Both ends of the wire: the gateway's headers for a fetch, and a service's door that reads them.

A service believes nothing else: no network, no other header, no other token.
"""

from collections.abc import Callable, Mapping
from typing import Final

from services.kit.wire import headers as names
from services.kit.wire.caller import Caller
from services.kit.wire.problem import Problem
from services.kit.wire.tokens.binding import BindingVerifier, bind, service_key
from services.kit.wire.tokens.caller_token import CallerMint, CallerVerifier
from services.kit.wire.tokens.refusal import TokenRefused

GRAPH_METHOD: Final = "POST"
GRAPH_PATH: Final = "/graphql"
_CALLER: Final = names.CALLER.lower()
_BINDING: Final = names.BINDING.lower()

Counter = Callable[[str], None]


def _count_nothing(_: str) -> None:
    """Without a counter reasons go nowhere."""


class CallerSigner:
    """The gateway's end."""

    def __init__(self, mint: CallerMint, secret: bytes, *, now: Callable[[], float]) -> None:
        """Bind with keys derived from `secret`; `now` gives UTC seconds."""
        self._mint = mint
        self._secret = secret
        self._now = now
        self._keys: dict[str, bytes] = {}

    def headers(
        self,
        caller: Caller,
        service: str,
        body: bytes,
        *,
        method: str = GRAPH_METHOD,
        path: str = GRAPH_PATH,
        has_effects: bool = False,
    ) -> dict[str, str]:
        """The two headers that prove to `service` who calls with this one operation.

        An operation that `has_effects` gets a token of its own: its binding is spent by use, and a
        client that asks the same again within a second must not look like a replay.
        """
        key = self._keys.get(service)
        if key is None:
            key = self._keys[service] = service_key(self._secret, service)
        token = self._mint.mint(caller, service, anew=has_effects)
        seconds = int(self._now())
        binding = bind(key, seconds=seconds, method=method, path=path, body=body, token=token)
        return {names.CALLER: token, names.BINDING: binding}


class CallerDoor:
    """A service's end."""

    def __init__(
        self, tokens: CallerVerifier, bindings: BindingVerifier, *, count: Counter = _count_nothing
    ) -> None:
        """Admit whoever shows both; `count` hears the reason of each refusal."""
        self._tokens = tokens
        self._bindings = bindings
        self._count = count

    async def admit(
        self,
        headers: Mapping[str, str],
        body: bytes,
        *,
        method: str = GRAPH_METHOD,
        path: str = GRAPH_PATH,
        has_effects: bool = False,
    ) -> Caller:
        """The caller. Raises Problem TOKEN_INVALID, the same for every cause.

        Names of `headers` are lower-case. An operation that `has_effects` spends its binding.
        """
        token, binding = headers.get(_CALLER), headers.get(_BINDING)
        try:
            mac = self._bindings.verify(
                binding or "", method=method, path=path, body=body, token=token or ""
            )
            caller = await self._tokens.verify(token or "")
            if has_effects:
                self._bindings.use_once(mac)
        except TokenRefused as refused:
            self._count(refused.reason.value)
            raise Problem("TOKEN_INVALID") from None
        return caller

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who is let in: bearer tokens of trusted issuers, in the demo those of the city's own issuer too."""

import msgspec

from gateway.city.opening import OpenServices
from gateway.city.settings import CitySettings
from gateway.pipeline.exchange import Authenticate
from services.kit.clock import Clock
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead


class Admission(msgspec.Struct, frozen=True, kw_only=True):
    """How callers are recognised."""

    admit: Authenticate
    demo_callers: tuple[tuple[str, str], ...] = ()

    async def close(self) -> None:
        """Let go of what it holds."""


async def open_admission(
    settings: CitySettings, services: OpenServices, clock: Clock
) -> Admission:
    async def admit(head: RequestHead) -> Caller:
        return ANONYMOUS
    return Admission(admit=admit)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The language a resident has chosen in her profile: it comes before her cookie and her header (i18n 3.4).

Asked of the register of people once, then from memory; a choice that is made is heard of on the bus.
"""

import logging
from collections import OrderedDict
from typing import Any, Final, cast

from msgspec.structs import replace

from services.kit.bus import Bus
from services.kit.clock import Clock
from services.kit.ids import new_id
from services.kit.wire.caller import Caller, CallerKind
from services.kit.wire.cloudevents import Event
from services.kit.wire.deadline import Deadline
from services.kit.wire.subgraph import FetchContext, FetchRequest, OperationKind, Subgraph

_log = logging.getLogger(__name__)

CHOSEN: Final = "residents.language.chosen"
KEPT_SECONDS: Final = 600.0
"""How long an answer is kept: only a choice whose event was lost is late by this much."""
SILENT_SECONDS: Final = 15.0
"""How long nobody is asked again for a person whose register did not answer."""
MOST: Final = 50_000
LEAST_LOA: Final = 2
"""Below this assurance nobody has a profile to read."""
_SECONDS: Final = 0.5
_QUERY: Final = "query SpokenLanguage { me { language } }"


class ProfileLanguages:
    """Languages by person, in memory."""

    def __init__(self, bus: Bus, clock: Clock) -> None:
        """Hear of choices; before the bus starts. Until `introduce` nobody has a profile."""
        self._clock = clock
        self._owner: Subgraph | None = None
        self._known: OrderedDict[str, tuple[str | None, float]] = OrderedDict()
        bus.subscribe(f"gateway-languages-{new_id()}", (CHOSEN,), self._hear)

    def introduce(self, owner: Subgraph | None) -> None:
        """Ask this subgraph from now on."""
        self._owner = owner

    async def of(self, caller: Caller) -> str | None:
        """The tag the one who acts has chosen, or None. Never raises: a silent register has no say."""
        if self._owner is None or caller.kind is not CallerKind.RESIDENT or caller.loa < LEAST_LOA:
            return None
        found = self._known.get(caller.sub)
        if found is not None and found[1] > self._clock.monotonic():
            return found[0]
        language, seconds = await self._ask(self._owner, caller)
        heard = self._known.get(caller.sub)
        if heard is not None and heard is not found:
            return heard[0]
        self._keep(caller.sub, language, seconds)
        return language

    async def _ask(self, owner: Subgraph, caller: Caller) -> tuple[str | None, float]:
        herself = replace(caller, act_for=None, delegation=None)
        request = FetchRequest(
            query=_QUERY, variables={}, operation_name="SpokenLanguage", kind=OperationKind.QUERY
        )
        deadline = Deadline.after(_SECONDS, now=self._clock.monotonic())
        answer = await owner.fetch(request, FetchContext(deadline=deadline, caller=herself))
        if answer.errors:
            _log.warning("no profile language: the register did not answer")
            return None, SILENT_SECONDS
        me = cast("dict[str, Any] | None", (answer.data or {}).get("me")) or {}
        language = me.get("language")
        return (str(language) if language else None), KEPT_SECONDS

    async def _hear(self, event: Event) -> None:
        self._keep(str(event.data["id"]), str(event.data["language"]), KEPT_SECONDS)

    def _keep(self, person: str, language: str | None, seconds: float) -> None:
        self._known[person] = (language, self._clock.monotonic() + seconds)
        self._known.move_to_end(person)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

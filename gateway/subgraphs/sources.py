# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where a subgraph's SDL comes from: a file, the subgraph itself, or what it last said (U10)."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, cast

import msgspec

from gateway.subgraphs.body import read_http_answer
from gateway.subgraphs.carrier import Carrier
from services.kit.wire.pool import PoolFault

_QUESTION: Final = b'{"query":"query Sdl { _service { sdl } }","operationName":"Sdl"}'
_SECONDS: Final = 5.0


SignQuestion = Callable[[bytes], Mapping[bytes, bytes]]
"""Headers for a subgraph that answers nobody without proof: (body) -> headers."""


class SdlUnavailable(Exception):
    """Neither the subgraph nor memory has an SDL; the text is one line for operators."""


class SourcedSdl(msgspec.Struct, frozen=True):
    """An SDL and whether it is fresh from its source."""

    sdl: str
    is_fresh: bool


class LastGood:
    """A folder with the SDL that each subgraph last gave, so that a start needs nobody."""

    def __init__(self, folder: Path | None) -> None:
        """Keep files in `folder`; None keeps nothing."""
        self._folder = folder

    def keep(self, name: str, sdl: str) -> None:
        """Remember an SDL, whole or not at all."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(name)
        part = path.with_suffix(".part")
        part.write_text(sdl, encoding="utf-8")
        part.replace(path)

    def find(self, name: str) -> str | None:
        """The SDL remembered for a subgraph."""
        if self._folder is None:
            return None
        path = self._path(name)
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def _path(self, name: str) -> Path:
        folder = self._folder or Path()
        return folder / f"{sha256(name.encode()).hexdigest()[:16]}.graphql"


async def ask_sdl(carrier: Carrier, sign: SignQuestion | None = None) -> str:
    """The SDL by introspection (`_service { sdl }`). Raises SdlUnavailable."""
    headers = tuple(sign(_QUESTION).items()) if sign is not None else ()
    try:
        answer = await carrier.post(_QUESTION, headers, seconds=_SECONDS, repeatable=True)
    except PoolFault as fault:
        raise SdlUnavailable(f"no answer ({fault})") from fault
    value = read_http_answer(answer)
    sdl = _dig(value, "data", "_service", "sdl")
    if sdl.__class__ is not str or not sdl:
        raise SdlUnavailable(f"no _service.sdl in the answer (status {answer.status})")
    return cast("str", sdl)


async def source_sdl(
    name: str, carrier: Carrier, memory: LastGood, *, sign: SignQuestion | None = None
) -> SourcedSdl:
    """The SDL of a subgraph, or the last good one while it is down. Raises SdlUnavailable."""
    try:
        sdl = await ask_sdl(carrier, sign)
    except SdlUnavailable:
        kept = memory.find(name)
        if kept is None:
            raise
        return SourcedSdl(kept, is_fresh=False)
    memory.keep(name, sdl)
    return SourcedSdl(sdl, is_fresh=True)


def _dig(value: Any, *names: str) -> Any:
    for name in names:
        if value.__class__ is not dict:
            return None
        value = value.get(name)
    return value

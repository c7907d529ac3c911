# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A gateway of its own in front of anybody's subgraphs: reads, composes, watches, swaps (V5, U10)."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec
from graphql import GraphQLError

from gateway.pipeline.metrics import count_reload
from gateway.subgraphs.https import make_carrier
from gateway.subgraphs.remote import RemoteSettings, RemoteSubgraph
from gateway.subgraphs.sources import LastGood, SdlUnavailable, source_sdl
from gateway.supergraph.compose import SubgraphSource, compose
from gateway.supergraph.model import Supergraph
from gateway.supergraph.reading import read_supergraph
from gateway.transports.gateway import Gateway

_log = logging.getLogger(__name__)

WATCH_SECONDS: Final = 2.0
POLL_SECONDS: Final = 10.0


class SubgraphPlace(msgspec.Struct, frozen=True):
    """Where one subgraph answers and, if it is not to be asked, where its SDL is."""

    name: str
    url: str
    sdl: Path | None = None


class SchemaRefused(Exception):
    """The schema cannot be served; `lines` say why, one `CODE: message` each."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Keep the lines."""
        super().__init__("; ".join(lines))
        self.lines = tuple(lines)


class Fleet:
    """Knows the subgraphs and the supergraph made of them, and keeps a gateway up to date."""

    def __init__(
        self,
        places: Sequence[SubgraphPlace],
        *,
        supergraph: Path | None = None,
        memory: Path | None = None,
        settings: RemoteSettings | None = None,
        sockets: Mapping[str, str] | None = None,
    ) -> None:
        """Serve a supergraph file, or compose from `places`; `memory` keeps SDLs for bad days.

        `sockets` has the WebSocket addresses of subgraphs whose subscriptions go there.
        """
        self._places = {place.name: place for place in places}
        self._file = supergraph
        self._memory = LastGood(memory)
        self._settings = settings or RemoteSettings()
        self._sockets = sockets or {}
        self._subgraphs: dict[str, RemoteSubgraph] = {}
        self._seen: object = None
        self.stale: list[str] = []

    async def load(self) -> tuple[Supergraph, Mapping[str, RemoteSubgraph]]:
        """The supergraph as of now and its subgraphs. Raises SchemaRefused."""
        if self._file is not None:
            text = self._file.read_text(encoding="utf-8")
            self._seen = text
            supergraph = await asyncio.to_thread(_read, text)
            urls = {graph.name: graph.url for graph in supergraph.graphs.values()}
            urls |= {name: place.url for name, place in self._places.items()}
        else:
            sources = await self._source_all()
            self._seen = sources
            supergraph = await asyncio.to_thread(_compose, sources)
            urls = {place.name: place.url for place in self._places.values()}
        return supergraph, self._reach(supergraph, urls)

    async def watch(self, gateway: Gateway, *, on_swap: Callable[[], None] | None = None) -> None:
        """Look for changes for ever; a schema that cannot be served changes nothing."""
        while True:
            await asyncio.sleep(WATCH_SECONDS if self._file is not None else POLL_SECONDS)
            before = self._seen
            try:
                if not await self._has_changed():
                    continue
                supergraph, subgraphs = await self.load()
            except (SchemaRefused, SdlUnavailable, OSError) as error:
                _log.warning("new schema refused: %s", error)
                count_reload("refused")
                self._seen = before if self._file is None else self._seen
                continue
            await gateway.swap(supergraph, subgraphs)
            _log.info("new schema in service")
            if on_swap is not None:
                on_swap()

    async def close(self) -> None:
        """Let go of all connections."""
        for subgraph in self._subgraphs.values():
            await subgraph.close()

    async def _has_changed(self) -> bool:
        if self._file is not None:
            return self._file.read_text(encoding="utf-8") != self._seen
        return await self._source_all() != self._seen

    async def _source_all(self) -> list[SubgraphSource]:
        sources: list[SubgraphSource] = []
        stale: list[str] = []
        for place in self._places.values():
            if place.sdl is not None:
                sdl = place.sdl.read_text(encoding="utf-8")
            else:
                carrier = make_carrier(place.url)
                try:
                    found = await source_sdl(place.name, carrier, self._memory)
                except SdlUnavailable as error:
                    raise SdlUnavailable(f"{place.name}: {error}") from error
                finally:
                    carrier.close()
                sdl = found.sdl
                if not found.is_fresh:
                    stale.append(place.name)
            sources.append(SubgraphSource(place.name, place.url, sdl))
        self.stale = stale
        return sources

    def _reach(
        self, supergraph: Supergraph, urls: Mapping[str, str]
    ) -> Mapping[str, RemoteSubgraph]:
        """One client per subgraph, kept over reloads so that connections and breakers live on."""
        for graph in supergraph.graphs.values():
            if graph.name not in self._subgraphs:
                url = urls[graph.name]
                self._subgraphs[graph.name] = RemoteSubgraph(
                    graph.name,
                    url,
                    carrier=make_carrier(url),
                    settings=msgspec.structs.replace(
                        self._settings, socket=self._sockets.get(graph.name)
                    ),
                )
        return dict(self._subgraphs)


def _read(text: str) -> Supergraph:
    try:
        return read_supergraph(text)
    except GraphQLError as error:
        raise SchemaRefused([f"INVALID_FEDERATION_SUPERGRAPH: {error.message}"]) from error


def _compose(sources: Sequence[SubgraphSource]) -> Supergraph:
    composition = compose(sources)
    if composition.supergraph_sdl is None:
        raise SchemaRefused([f"{error.code}: {error.message}" for error in composition.errors])
    return _read(composition.supergraph_sdl)

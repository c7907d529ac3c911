# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget gateway`: a gateway by itself in front of anybody's Federation subgraphs."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import ipaddress
import re
import sys
import time
from pathlib import Path
from typing import Final

import rich_click as click

from gateway.commands.operations import ManifestUnreadable, read_manifest
from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.remote import RemoteSettings
from gateway.subgraphs.sources import SdlUnavailable
from gateway.transports.fleet import Fleet, SchemaRefused, SubgraphPlace
from gateway.transports.gateway import Gateway
from gateway.transports.health import Health
from services.kit.wire.gcra import Buckets
from services.kit.wire.server import PortTaken, Served, run

_RETRY_SECONDS: Final = 0.5
DRAIN_SECONDS: Final = 5.0
_HEADER: Final = re.compile(r"[a-z0-9!#$%&'*+.^_`|~-]+")
_OURS: Final = frozenset(
    {
        "accept", "accept-encoding", "accept-language", "connection", "content-encoding",
        "content-length", "content-type", "expect", "host", "idempotency-key", "keep-alive", "te",
        "traceparent", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-request-id",
    }
)  # fmt: skip
"""Headers that the gateway writes itself, and those that belong to one connection."""


@click.command()
@click.option(
    "--supergraph",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A composed supergraph; watched, and served anew when it changes.",
)
@click.option(
    "--subgraph",
    "subgraphs",
    multiple=True,
    metavar="NAME=URL[,SDL]",
    help="A subgraph; without a file its SDL is asked of it. Repeatable.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=int, default=4000, show_default=True, help="Port to listen on.")
@click.option(
    "--profile",
    type=click.Choice([profile.value for profile in Profile]),
    help="developer allows GET, introspection and the page; the default on this machine only.",
)
@click.option("--origin", "origins", multiple=True, help="A web origin that may call. Repeatable.")
@click.option("--pass-errors", is_flag=True, help="Let the subgraphs' own error texts through.")
@click.option(
    "--forward",
    "forwards",
    multiple=True,
    metavar="HEADER",
    help="A header of clients that goes on to subgraphs, e.g. Authorization. Repeatable.",
)
@click.option(
    "--operations",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A manifest of registered operations: known by their id, planned before the first request.",
)
@click.option(
    "--subgraph-cost",
    "costs",
    multiple=True,
    metavar="NAME=UNITS",
    help="The most one operation may cost a subgraph, by @cost and @listSize. Repeatable.",
)
@click.option("--measure-cost", is_flag=True, help="Measure costs and refuse nothing for them.")
@click.option(
    "--websocket",
    "sockets",
    multiple=True,
    metavar="NAME=URL",
    help="Where a subgraph's subscriptions go over graphql-transport-ws. Repeatable.",
)
@click.option("--registered-only", is_flag=True, help="Answer registered operations alone.")
@click.option(
    "--trust-keys",
    is_flag=True,
    help="Use entities whose keys come back written otherwise than they were sent; count them only.",
)
@click.option(
    "--memory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the last good SDLs, used when a subgraph is down at start.",
)
@click.option("--inside-port", type=int, help="Port on 127.0.0.1 for /metrics and health.")
def gateway(
    *,
    supergraph: Path | None,
    subgraphs: tuple[str, ...],
    host: str,
    port: int,
    profile: str | None,
    origins: tuple[str, ...],
    pass_errors: bool,
    forwards: tuple[str, ...],
    operations: Path | None,
    costs: tuple[str, ...],
    measure_cost: bool,
    sockets: tuple[str, ...],
    registered_only: bool,
    trust_keys: bool,
    memory: Path | None,
    inside_port: int | None,
) -> None:
    """Serve a supergraph file, or compose one from subgraphs and serve that."""
    places = [_read_place(text) for text in subgraphs]
    if supergraph is None and not places:
        raise click.UsageError("Name a --supergraph file or at least one --subgraph.")
    fleet = Fleet(
        places,
        supergraph=supergraph,
        memory=memory,
        settings=RemoteSettings(passes_errors=pass_errors, trusts_keys=trust_keys),
        sockets=dict(_read_socket(text) for text in sockets),
    )
    chosen = Profile(profile) if profile else _default_profile(host)
    settings = GatewaySettings(
        profile=chosen,
        origins=origins,
        running=512,
        running_most=4096,
        forwards=tuple(_read_header(name) for name in forwards),
        registered=_read_operations(operations),
        registered_only=registered_only,
        enforces_cost=not measure_cost,
        subgraph_costs=tuple(_read_cost(text) for text in costs),
    )
    try:
        inside = ("127.0.0.1", inside_port) if inside_port else None
        run(lambda: _open(fleet, settings, host, port), host=host, port=port, inside=inside)
    except SchemaRefused as refused:
        for line in refused.lines:
            click.echo(line, err=True)
        sys.exit(1)
    except PortTaken as taken:
        raise click.ClickException(str(taken)) from taken


async def _open(fleet: Fleet, settings: GatewaySettings, host: str, port: int) -> Served:
    while True:
        try:
            supergraph, reached = await fleet.load()
            break
        except SdlUnavailable as error:
            click.echo(f"waiting for {error}", err=True)
            await asyncio.sleep(_RETRY_SECONDS)
    health = Health(lambda: fleet.stale)
    spend = None if settings.is_developer else Buckets(time.monotonic).take
    app = Gateway(supergraph, reached, settings, health=health, spend=spend)
    await app.warm()
    watch = asyncio.get_running_loop().create_task(fleet.watch(app))
    click.echo(f"http://{host}:{port}/graphql ({settings.profile.value} profile)", err=True)

    async def stop() -> None:
        watch.cancel()
        await fleet.close()

    return Served(
        app=app,
        stop=stop,
        drain=lambda: app.drain(DRAIN_SECONDS),
        direct=app.direct,
        inside=app.inside,
    )


def _read_header(name: str) -> bytes:
    lowered = name.lower()
    if not _HEADER.fullmatch(lowered) or lowered in _OURS:
        raise click.UsageError(f"{name} is not a header that can be forwarded.")
    return lowered.encode()


def _read_socket(text: str) -> tuple[str, str]:
    name, _, url = text.partition("=")
    if not name or not url.startswith(("ws://", "wss://")):
        raise click.UsageError(f"{text} is not of the form NAME=ws://... or NAME=wss://...")
    return name, url


def _read_cost(text: str) -> tuple[str, int]:
    name, _, units = text.partition("=")
    if not name or not units.isdecimal():
        raise click.UsageError(f"{text} is not of the form NAME=UNITS.")
    return name, int(units)


def _read_operations(path: Path | None) -> tuple[tuple[str, str], ...]:
    if path is None:
        return ()
    try:
        return read_manifest(path.read_bytes())
    except ManifestUnreadable as error:
        raise click.UsageError(f"{path}: {error}") from error


def _read_place(text: str) -> SubgraphPlace:
    name, mark, rest = text.partition("=")
    url, _, sdl = rest.partition(",")
    if not mark or not name or not url.startswith(("http://", "https://")):
        raise click.UsageError(f"{text} is not of the form NAME=URL[,SDL].")
    path = Path(sdl) if sdl else None
    if path is not None and not path.is_file():
        raise click.UsageError(f"{sdl} is not a file.")
    return SubgraphPlace(name, url, path)


def _default_profile(host: str) -> Profile:
    try:
        is_near = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_near = host == "localhost"
    return Profile.DEVELOPER if is_near else Profile.PUBLIC

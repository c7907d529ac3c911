# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget gateway`: a gateway by itself in front of anybody's Federation subgraphs."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import asyncio
import ipaddress
import sys
from pathlib import Path

import rich_click as click
import uvloop

from gateway.pipeline.settings import GatewaySettings, Profile
from gateway.subgraphs.remote import RemoteSettings
from gateway.subgraphs.sources import SdlUnavailable
from gateway.transports.fleet import Fleet, SchemaRefused, SubgraphPlace
from gateway.transports.gateway import Gateway
from gateway.transports.health import Health
from gateway.transports.server import make_server

_RETRY_SECONDS = 0.5


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
    "--memory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the last good SDLs, used when a subgraph is down at start.",
)
def gateway(
    *,
    supergraph: Path | None,
    subgraphs: tuple[str, ...],
    host: str,
    port: int,
    profile: str | None,
    origins: tuple[str, ...],
    pass_errors: bool,
    memory: Path | None,
) -> None:
    """Serve a supergraph file, or compose one from subgraphs and serve that."""
    places = [_read_place(text) for text in subgraphs]
    if supergraph is None and not places:
        raise click.UsageError("Name a --supergraph file or at least one --subgraph.")
    fleet = Fleet(
        places,
        supergraph=supergraph,
        memory=memory,
        settings=RemoteSettings(passes_errors=pass_errors),
    )
    chosen = Profile(profile) if profile else _default_profile(host)
    settings = GatewaySettings(profile=chosen, origins=origins)
    try:
        uvloop.run(_serve(fleet, settings, host, port))
    except SchemaRefused as refused:
        for line in refused.lines:
            click.echo(line, err=True)
        sys.exit(1)


async def _serve(fleet: Fleet, settings: GatewaySettings, host: str, port: int) -> None:
    while True:
        try:
            supergraph, reached = await fleet.load()
            break
        except SdlUnavailable as error:
            click.echo(f"waiting for {error}", err=True)
            await asyncio.sleep(_RETRY_SECONDS)
    health = Health(lambda: fleet.stale)
    app = Gateway(supergraph, reached, settings, health=health)
    server = make_server(app, host=host, port=port, health=health, drain=app.sockets.drain)
    watch = asyncio.get_running_loop().create_task(fleet.watch(app))
    click.echo(f"http://{host}:{port}/graphql ({settings.profile.value} profile)", err=True)
    try:
        await server.serve()
    finally:
        watch.cancel()
        await fleet.close()


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

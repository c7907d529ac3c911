# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget serve`: the whole city, or one e-service, or the gateway alone."""

# Decorators of the command line are partly untyped.
# pyright: reportUnknownMemberType=false

import os

import rich_click as click

from gateway.city.settings import city_settings


@click.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--service", "name", help="Run this e-service alone, for a gateway elsewhere.")
@click.option("--gateway-only", is_flag=True, help="Run no e-service; TORGET_SUBGRAPHS names them.")
def serve(*, host: str | None, port: int | None, name: str | None, gateway_only: bool) -> None:
    """Serve the city. Settings come from the environment; `torget doctor` lists them."""
    from gateway.city.serving import serve_city, serve_gateway, serve_service

    settings = city_settings(os.environ, host=host, port=port)
    if name is not None:
        serve_service(settings, name)
    elif gateway_only:
        serve_gateway(settings)
    else:
        serve_city(settings)

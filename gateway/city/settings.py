# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every setting of the city, with the value it has when nobody sets it."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from gateway.city.catalogue import all_services
from services.kit.crypto.strength import check_secret
from services.kit.errors import SettingsProblem
from services.kit.service import Room
from services.kit.settings import read_settings, service_prefix
from services.kit.uploads import open_scanner

RUNNING = "running"
"""File of the data folder that names the port of the city which last started on it."""


class Mode(StrEnum):
    """What the city runs for."""

    DEMO = "demo"
    PRODUCTION = "production"


class CitySettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings of `torget serve`; each is an environment variable `TORGET_<NAME>`."""

    mode: Annotated[
        Mode, Meta(description="demo seeds people and data; production refuses both")
    ] = Mode.DEMO
    host: Annotated[str, Meta(description="address to listen on")] = "127.0.0.1"
    port: Annotated[int, Meta(description="port to listen on", ge=0, le=65535)] = 8000
    inside_host: Annotated[
        str, Meta(description="address of the operators' listener: /metrics, /readyz, /livez")
    ] = "127.0.0.1"
    inside_port: Annotated[
        int, Meta(description="port of the operators' listener; 0 means none", ge=0, le=65535)
    ] = 0
    public_url: Annotated[str, Meta(description="how browsers and apps reach the city")] = ""
    data_dir: Annotated[str, Meta(description="folder for databases, keys and spools")] = "var/city"
    database_url: Annotated[
        str, Meta(description="postgresql://user@host/name; empty means SQLite files in data_dir")
    ] = ""
    database_password: Annotated[
        str, Meta(description="password of database_url; better as TORGET_DATABASE_PASSWORD_FILE")
    ] = ""
    redis_url: Annotated[
        str, Meta(description="redis://host:port/db; empty means everything in this process")
    ] = ""
    services: Annotated[
        tuple[str, ...], Meta(description="e-services to run here; empty means all")
    ] = ()
    subgraphs: Annotated[
        tuple[str, ...], Meta(description="name=url of e-services that run elsewhere")
    ] = ()
    issuers: Annotated[
        tuple[str, ...], Meta(description="https addresses of trusted OpenID issuers")
    ] = ()
    issuers_path: Annotated[
        str, Meta(description="JSON file of issuers that need more than an address")
    ] = ""
    origins: Annotated[
        tuple[str, ...], Meta(description="web origins that may call the city from a browser")
    ] = ()
    profile: Annotated[
        str,
        Meta(description="developer or public; empty: developer in demo, public in production"),
    ] = ""
    direct: Annotated[
        bool,
        Meta(description="whether the server's protocol class answers plain GraphQL itself"),
    ] = True
    intranet: Annotated[
        tuple[str, ...],
        Meta(description="hosts of the city's own network that addresses from data may name"),
    ] = ()
    upload_scanner: Annotated[
        str, Meta(description="local, none or clamd://host:port: who looks at files people send")
    ] = "local"
    security_contact: Annotated[
        str, Meta(description="mailto: or https: address for people who have found a weakness")
    ] = "mailto:security@torget.example"
    log_level: Annotated[str, Meta(description="debug, info, warning or error")] = "info"

    def __post_init__(self) -> None:
        """Refuse combinations that cannot be meant."""
        if self.mode is Mode.PRODUCTION and not (self.issuers or self.issuers_path):
            raise SettingsProblem(
                "TORGET_ISSUERS is empty: in production, name at least one OpenID issuer."
            )
        if self.mode is Mode.PRODUCTION and self.database_password:
            check_secret("TORGET_DATABASE_PASSWORD", self.database_password)
        open_scanner(self.upload_scanner)
        if self.profile not in ("", "developer", "public"):
            raise SettingsProblem("TORGET_PROFILE is developer or public.")
        if self.mode is Mode.PRODUCTION and self.profile == "developer":
            raise SettingsProblem("TORGET_PROFILE=developer is refused in production.")
        for entry in self.subgraphs:
            if "=" not in entry:
                raise SettingsProblem(f"TORGET_SUBGRAPHS: {entry} is not of the form name=url.")

    @property
    def folder(self) -> Path:
        """The data folder as a path."""
        return Path(self.data_dir)

    @property
    def address(self) -> str:
        """The city's own base address, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def inside(self) -> tuple[str, int] | None:
        """Where the operators' listener is, if there is one."""
        return (self.inside_host, self.inside_port) if self.inside_port else None

    @property
    def is_developer(self) -> bool:
        """Whether the doors are open for tools: GraphiQL, introspection, figures."""
        return (self.profile or ("developer" if self.is_demo else "public")) == "developer"

    @property
    def is_demo(self) -> bool:
        """Whether demo people and data exist."""
        return self.mode is Mode.DEMO

    @property
    def elsewhere(self) -> dict[str, str]:
        """Address by name of the e-services that run in other processes."""
        return dict(entry.split("=", 1) for entry in self.subgraphs)


def city_settings(environ: Mapping[str, str], **given: Any) -> CitySettings:
    """The city's settings; variables of an e-service's own room are left to that service."""
    own = tuple(
        service_prefix(name) for name, one in all_services().items() if one.has(Room.SETTINGS)
    )
    return read_settings(CitySettings, environ, elsewhere=own, **given)

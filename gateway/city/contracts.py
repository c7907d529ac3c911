# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every published contract, made from the code: `openapi/` holds what this module says."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from graphql import parse

from gateway.city.catalogue import all_services
from gateway.city.settings import CitySettings
from gateway.supergraph.api import own_directives
from gateway.supergraph.compose import Composition, SubgraphSource, compose
from i18n import localizer
from services.kit.context import Context
from services.kit.errors import SettingsProblem
from services.kit.policy import register
from services.kit.policy.matrix import matrix_page
from services.kit.service import Room, Service
from services.kit.settings import PREFIX, service_prefix, settings_schema
from services.kit.web import web_app
from services.kit.web_door import RestRequest, service_router
from services.kit.wire.codes import CODES

FOLDER = Path(__file__).parents[2] / "openapi"
PERMISSIONS = Path(__file__).parents[2] / "docs" / "policy" / "permissions.md"
LANGUAGES = ("sv", "en")
"""Languages in which the list of codes is published; the others are in the catalogues."""


def all_contracts() -> dict[str, str]:
    """Text by path below `openapi/`, in a stable order."""
    services = all_services()
    subgraphs = {
        name: service.load(Room.GRAPH).as_str()
        for name, service in services.items()
        if service.has(Room.GRAPH)
    }
    composed = compose_city({name: (sdl, f"local:{name}") for name, sdl in subgraphs.items()})
    made = {f"subgraphs/{name}.graphql": sdl for name, sdl in subgraphs.items()}
    made["supergraph.graphql"] = composed.supergraph_sdl or ""
    api = composed.api_sdl or ""
    made["api.graphql"] = own_directives(parse(api)) + "\n" + api
    made["errors.json"] = _json(_codes())
    made["settings.schema.json"] = _json(settings_schema(_settings(services)))
    for name, service in services.items():
        if service.has(Room.REST):
            made[f"{name}.json"] = _json(_openapi(service))
    return {path: text.rstrip() + "\n" for path, text in sorted(made.items())}


def _settings(services: Mapping[str, Service]) -> Mapping[str, type[msgspec.Struct]]:
    """Every settings struct by the beginning of its variables."""
    own = {
        service_prefix(name): service.load(Room.SETTINGS)
        for name, service in services.items()
        if service.has(Room.SETTINGS)
    }
    return {PREFIX: CitySettings} | own


def compose_city(subgraphs: Mapping[str, tuple[str, str]]) -> Composition:
    """The supergraph of (SDL, address) by name; SettingsProblem names every breach."""
    composed = compose(
        [SubgraphSource(name, address, sdl) for name, (sdl, address) in subgraphs.items()]
    )
    if composed.supergraph_sdl is None:
        lines = "; ".join(f"{error.code}: {error.message}" for error in composed.errors)
        raise SettingsProblem(f"The e-services do not compose: {lines}")
    return composed


def differences() -> list[str]:
    """Paths below `openapi/` that differ from what the code says now."""
    wanted = all_contracts()
    there = {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*")
        if path.is_file()
    }
    return sorted(path for path in wanted.keys() | there if wanted.get(path) != there.get(path))


def permissions() -> str:
    """The page of who may do what, from every service's rules."""
    loaded = [each.load(Room.POLICY) for each in all_services().values() if each.has(Room.POLICY)]
    for rules in loaded:
        register(rules)
    return matrix_page(rule for rules in loaded for rule in rules)


def write_permissions() -> bool:
    """Bring the page of permissions up to date; whether it changed."""
    wanted = permissions()
    if PERMISSIONS.read_text(encoding="utf-8") == wanted:
        return False
    PERMISSIONS.write_text(wanted, encoding="utf-8")
    return True


def write() -> list[str]:
    """Bring `openapi/` up to date; the paths that changed."""
    changed = differences()
    wanted = all_contracts()
    for path in changed:
        file = FOLDER / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path], encoding="utf-8")
        else:
            file.unlink()
    return changed


def _codes() -> dict[str, Any]:
    return {
        code: {
            "status": entry.status,
            "retryable": entry.retryable,
            "messageKey": entry.text.key,
            "message": {tag: localizer(tag).text(entry.text) for tag in LANGUAGES},
        }
        for code, entry in sorted(CODES.items())
    }


def _openapi(service: Service) -> dict[str, Any]:
    app = web_app([service_router(service, _no_context)], title=localizer("en").text(service.title))
    return app.openapi_schema.to_schema()


def _no_context(request: RestRequest) -> Context:
    """The context of an application that only describes itself."""
    raise LookupError(f"{request.url.path} is described here, not served")


def _json(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value, order="sorted"), indent=2).decode()

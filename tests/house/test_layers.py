# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may know whom (DESIGN section 3), read from the import statements."""

from tests.house.source import imports, python_files

GATEWAY_ROOT = ("gateway", "city")
LAYERS = ["supergraph", "planner", "executor"]
"""Each knows only those before it."""

SEAMS = {
    "redis": ("services/kit/redis_client", "services/kit/testing"),
    "asyncpg": ("services/kit/data/",),
    "sqlite3": ("services/kit/data/",),
    "sqlalchemy": ("services/kit/data/", "services/*/migrations/", "gateway/city/records/migrations/"),
    "alembic": ("services/kit/data/", "services/*/migrations/", "gateway/city/records/migrations/"),
    "httpx": ("services/kit/outbound", "gateway/subgraphs/https.py"),
    "babel": ("i18n/",),
    "authlib": ("gateway/auth/", "services/kit/crypto/"),
    "joserfc": ("services/kit/crypto/", "services/kit/wire/tokens/"),
    "strawberry": ("services/kit/graph", "services/kit/execution", "services/kit/policy",
                   "services/kit/privacy",
                   "services/*/graph"),
    "lxml": ("services/kit/xml.py",),
    "dateutil": ("services/kit/recurrence",),
    "icalendar": ("services/kit/icalendar",),
    "aiosmtplib": ("services/kit/channels/",),
    "phonenumbers": ("services/kit/channels/", "services/residents/domain"),
    "aiomqtt": ("services/devices/clients",),
    "pycld2": ("services/language/clients",),
    "simplemma": ("services/language/clients",),
    "rapidfuzz": ("services/language/", "services/participation/domain"),
    "litestar": ("services/kit/web", "services/*/rest", "gateway/transports/", "gateway/city/"),
}  # fmt: skip
"""One seam per dependency: where its name may be imported."""


def of_ours(path):
    return {name for name in imports(path) if name.split(".")[0] in ("gateway", "services", "i18n")}


def test_the_language_floor_imports_nothing_of_ours():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("i18n")
        for name in of_ours(path)
        if not name.startswith("i18n")
    }
    assert wrong == set()


def test_the_kit_knows_no_service_and_no_gateway():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("services")
        if path.parts[1] == "kit"
        for name in of_ours(path)
        if not name.startswith(("services.kit", "i18n")) and name != "services"
    }
    assert wrong == set()


def test_the_wire_knows_nothing_else_of_the_kit():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("services")
        if path.parts[1:3] == ("kit", "wire")
        for name in of_ours(path)
        if not name.startswith(("services.kit.wire", "i18n"))
    }
    assert wrong == set()


def test_services_never_know_each_other_nor_the_gateway():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("services")
        if len(path.parts) > 2 and path.parts[1] != "kit"
        for name in of_ours(path)
        if not name.startswith(("services.kit", f"services.{path.parts[1]}", "i18n"))
    }
    assert wrong == set()


def test_the_gateway_knows_services_only_by_the_wire():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("gateway")
        if path.parts[:2] != GATEWAY_ROOT
        for name in of_ours(path)
        if name.startswith("services") and not name.startswith("services.kit.wire")
    }
    assert wrong == set()


def test_nobody_reaches_into_the_composition_root():
    wrong = {
        f"{path} -> {name}"
        for path in python_files("gateway", "services", "i18n")
        if path.parts[:2] != GATEWAY_ROOT
        for name in of_ours(path)
        if name.startswith("gateway.city")
    }
    assert wrong == set()


def test_in_the_gateway_data_flows_one_way():
    wrong = {
        f"{path} -> {name}"
        for position, layer in enumerate(LAYERS)
        for path in python_files("gateway")
        if path.parts[1] == layer
        for name in of_ours(path)
        if name.startswith("gateway.") and name.split(".")[1] not in LAYERS[: position + 1]
    }
    assert wrong == set()


def test_each_dependency_has_one_seam():
    wrong = {
        f"{path} -> {dependency}"
        for path in python_files("gateway", "services", "i18n")
        for dependency in {name.split(".")[0] for name in imports(path)} & SEAMS.keys()
        if not any(_stands_in(path.as_posix(), place) for place in SEAMS[dependency])
    }
    assert wrong == set()


def _stands_in(path: str, place: str) -> bool:
    if "*" not in place:
        return path.startswith(place)
    head, tail = place.split("*")
    return path.startswith(head) and tail in path[len(head) :]

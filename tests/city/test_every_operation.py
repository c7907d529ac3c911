# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing of the city runs on graphql-core: every field of every service, every written document."""

import re
from pathlib import Path

import pytest
from graphql import parse, print_ast, validate

from gateway.city.catalogue import all_services
from gateway.city.questions import FIRST_FIVE
from gateway.planner import prepare
from gateway.supergraph.reading import read_supergraph
from services.kit.execution import Engine
from services.kit.execution.limits import Limits
from services.kit.graph.reading import read_schema
from services.kit.service import Room
from tests.support.compiled import assert_compiled
from tests.support.whole_graph import operations

ROOT = Path(__file__).parents[2]
GRAPHS = {name: one for name, one in all_services().items() if one.has(Room.GRAPH)}
ROOMY = Limits(depth=60, fields=100_000)
_BLOCK = re.compile(r"^```graphql\n(.*?)^```", re.MULTILINE | re.DOTALL)
_OPERATION = re.compile(r"\s*(query|mutation|subscription|\{)")


def documents() -> list[tuple[str, str]]:
    """What people are shown: the first queries, and the blocks of every README and guide."""
    found = [(question.title[:40], question.query) for question in FIRST_FIVE]
    pages = [ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("services/*/README.md")]
    for page in pages:
        blocks = _BLOCK.findall(page.read_text(encoding="utf-8"))
        name = page.relative_to(ROOT).as_posix()
        found += [(f"{name} {n}", text) for n, text in enumerate(blocks) if _OPERATION.match(text)]
    return found


@pytest.fixture(scope="module")
def engines() -> dict[str, Engine]:
    return {name: Engine(one.load(Room.GRAPH), limits=ROOMY) for name, one in GRAPHS.items()}


@pytest.mark.parametrize("name", GRAPHS)
def test_every_field_of_a_service_compiles(
    name: str, engines: dict[str, Engine]
) -> None:  # stack 3.7
    schema = read_schema(GRAPHS[name].load(Room.GRAPH)).core
    asked = list(operations(schema))
    assert asked
    for one in asked:
        assert validate(schema, parse(one.query)) == [], one.query
    assert_compiled(engines[name], [one.query for one in asked])


@pytest.mark.parametrize(("name", "text"), documents())
def test_every_written_document_fits_the_city_and_its_fetches_compile(
    name: str, text: str, engines: dict[str, Engine]
) -> None:
    supergraph = read_supergraph((ROOT / "openapi" / "supergraph.graphql").read_text())
    document = parse(text)
    assert validate(supergraph.api, document) == [], name
    for definition in document.definitions:
        operation = getattr(definition, "name", None)
        prepared = prepare(supergraph, print_ast(document), operation.value if operation else None)
        for step in prepared.plan.steps:
            assert_compiled(engines[step.graph], [step.query])

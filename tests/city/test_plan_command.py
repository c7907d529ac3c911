# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget plan`: the fetches of an operation, and the Python that the e-services make of them."""

import ast
from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.city.commands.plan import plan

OPERATION = "query($n: Int) { me { name parkingSessions(first: $n) { edges { node { id } } } } }"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "operation.graphql"
    path.write_text(OPERATION)
    return path


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(plan, words)
    return result.exit_code, result.output


def test_the_fetches_are_printed_for_the_city_itself(file: Path) -> None:
    code, shown = run("--operation", str(file))
    assert code == 0
    assert "1 root residents" in shown
    assert "2 entity parking after 1" in shown


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_generated_code_of_every_fetch_is_readable_python(file: Path, form: str) -> None:
    code, shown = run("--operation", str(file), "--generated", "--format", form)
    assert code == 0
    names = {node.name for node in ast.walk(ast.parse(shown)) if hasattr(node, "name")}
    assert "answer" in names
    assert "# fetch 1 from residents" in shown
    assert "# fetch 2 from parking" in shown
    assert "_entities(representations: $representations)" in shown


def test_an_operation_for_one_service_needs_no_plan(tmp_path: Path) -> None:
    path = tmp_path / "own.graphql"
    path.write_text("query($a: Boolean!) { me { name language @include(if: $a) } }")
    code, shown = run("--operation", str(path), "--generated", "--service", "residents")
    assert code == 0
    assert "'language'" in shown
    ast.parse(shown)


@pytest.mark.parametrize("text", ["{ nope }", "{ ", "{ me { name } } { me { id } }"])
@pytest.mark.parametrize("more", [(), ("--generated",), ("--generated", "--service", "residents")])
def test_a_bad_operation_is_told_and_ends_with_code_1(
    tmp_path: Path, text: str, more: tuple[str, ...]
) -> None:
    path = tmp_path / "bad.graphql"
    path.write_text(text)
    code, shown = run("--operation", str(path), *more)
    assert code == 1
    assert shown.strip()
    assert "Traceback" not in shown

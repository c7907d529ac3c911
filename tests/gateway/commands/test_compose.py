# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget compose` and `torget schema check`: files in, files, lines and exit codes out."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.commands.compose import compose, read_source, schema
from tests.gateway.supergraph.compose.casebook import link


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "a.graphql").write_text(f"{link('2.3')}\ntype Query {{ a: Int }}\n")
    (tmp_path / "b.graphql").write_text(f"{link('2.3')}\ntype Query {{ b: Int }}\n")
    (tmp_path / "clash.graphql").write_text(f"{link('2.3')}\ntype Query {{\n  a: Int\n}}\n")
    return tmp_path


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(compose, [str(arg) for arg in args])


def test_a_supergraph_is_written_to_the_output(files: Path) -> None:
    out = files / "supergraph.graphql"
    result = run(f"a={files}/a.graphql@http://a.test/graphql", f"b={files}/b.graphql", "-o", out)
    assert result.exit_code == 0, result.output
    assert 'A @join__graph(name: "a", url: "http://a.test/graphql")' in out.read_text()
    assert result.output == ""


def test_without_an_output_it_is_printed(files: Path) -> None:
    result = run(f"a={files}/a.graphql")
    assert result.exit_code == 0
    assert result.output.startswith("schema\n")
    assert run(f"a={files}/a.graphql", "--api").output.startswith("type Query")


def test_an_error_is_one_line_and_the_exit_code_is_one(files: Path) -> None:
    out = files / "supergraph.graphql"
    result = run(f"a={files}/a.graphql", f"c={files}/clash.graphql", "-o", out)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("INVALID_FIELD_SHARING: ")
    assert not out.exists()


def test_hints_are_printed_on_demand(files: Path) -> None:
    (files / "b.graphql").write_text(f'{link("2.3")}\n"root" type Query {{ b: Int }}\n')
    (files / "c.graphql").write_text(f'{link("2.3")}\n"other" type Query {{ c: Int }}\n')
    result = run(f"b={files}/b.graphql", f"c={files}/c.graphql", "--hints")
    assert result.stderr.startswith("warn INCONSISTENT_DESCRIPTION: ")


def test_what_cannot_be_read_is_said(files: Path) -> None:
    assert run(f"a={files}/nope.graphql").exit_code == 1
    assert run("nonsense").exit_code == 2


def test_the_url_is_behind_the_last_at_sign(files: Path) -> None:
    odd = files / "we@home.graphql"
    odd.write_text("type Query { a: Int }")
    found = read_source(f"x={odd}@https://x.test/graphql")
    assert (found.name, found.url) == ("x", "https://x.test/graphql")
    assert read_source(f"x={odd}").url == ""


def test_a_schema_check_tells_what_breaks(files: Path) -> None:
    old, new = files / "a.graphql", files / "b.graphql"
    result = CliRunner().invoke(schema, ["check", str(old), str(new)])
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        'breaking FIELD_REMOVED: field "Query.a" was removed',
        'safe FIELD_ADDED: field "Query.b" was added',
    ]
    assert CliRunner().invoke(schema, ["check", str(old), str(old)]).exit_code == 0

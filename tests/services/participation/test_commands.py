# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The command line: winners in order, records as JSON, rules by name, one line for what is wrong."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.participation.commands import group
from tests.services.participation.domain.sheets import BUDGET_BALLOTS, COSTS, RANKED, pb_text


@pytest.fixture
def budget(tmp_path: Path) -> str:
    path = tmp_path / "vote.pb"
    path.write_text(pb_text(COSTS, [",".join(b) for b in BUDGET_BALLOTS]), encoding="utf-8")
    return str(path)


def run(*words: str):
    return CliRunner().invoke(group, words)


def test_winners_stand_in_order_of_selection(budget):
    done = run("tally", budget, "--rule", "equal-shares-add1-utilitarian")
    assert (done.exit_code, done.stdout.split()) == (0, ["C", "D", "F", "B"])


def test_the_record_is_json_with_its_trace(budget):
    done = run(
        "tally",
        budget,
        "--rule",
        "equalshares/add1",
        "--json",
        "--trace",
        "--why",
        "--locale",
        "en",
    )
    record = json.loads(done.stdout)
    assert (record["rule"], record["winners"], record["cost"]) == (
        "equal-shares-add1",
        ["C", "D", "F"],
        75,
    )
    assert record["trace"][-1]["price"] == "47/4"
    assert record["why"]["A"].startswith("Not funded")


def test_every_rule_has_a_name():
    names = run("tally", "--rule", "list").stdout.split()
    assert names[:12] == [
        "plurality", "approval", "score", "irv", "schulze", "stv-scottish", "greedy-skip", "greedy-stop",
        "equal-shares", "equal-shares-add1", "equal-shares-add1-exhaustive", "equal-shares-utilitarian",
    ]  # fmt: skip
    assert len(names) == len(set(names))


def test_seats_come_from_the_file_or_the_command(tmp_path):
    path = tmp_path / "sheet.txt"
    path.write_text(RANKED, encoding="utf-8")
    done = run("tally", str(path), "--rule", "stv-scottish", "--seats", "3")
    assert done.stdout.split() == ["A", "E", "D"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--rule", "by-feeling"), "RULE_UNKNOWN"),
        (("--rule", "irv", "--lot", "zz", "00", "p"), "--lot"),
    ],
)
def test_what_is_wrong_is_one_line(budget, words, code):
    done = run("tally", budget, *words)
    assert done.exit_code == 2
    assert code in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "META\n",
        "3\n1,A\n",
        "# NUMBER VOTERS: x\n",
        "\0\1",
        "9 9\n1 9 0\n",
        "{}{}",
    ],
)
def test_a_broken_file_is_refused_and_never_a_traceback(tmp_path, text):
    path = tmp_path / "broken"
    path.write_text(text, encoding="utf-8")
    for rule in ("irv", "equal-shares"):
        done = run("tally", str(path), "--rule", rule)
        assert done.exit_code == 2, (text, done.stdout, done.exception)


def test_explain_names_rules_and_reasons(tmp_path):
    text = pb_text({"1": 60, "2": 30, "3": 10}, ["1", "1", "2", "3"])
    text = text.replace("project_id;cost;name", "project_id;cost;name;selected")
    for row, selected in (("Project 1", 1), ("Project 2", 1), ("Project 3", 0)):
        text = text.replace(row, f"{row};{selected}")
    path = tmp_path / "published.pb"
    path.write_text(text, encoding="utf-8")
    done = run("explain", str(path))
    assert done.exit_code == 0
    assert "would have paid for: 3" in done.stdout

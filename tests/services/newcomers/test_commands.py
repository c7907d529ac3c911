# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""`torget newcomers`: plans and interpreter deadlines; bad input is one line and code 2."""

import json

import pytest
from click.testing import CliRunner

from services.newcomers.commands import group

AMINA = {
    "legal_basis": "refugee", "arrival_date": "2026-10-01", "residence_from": "2026-11-01",
    "children": [2022, {"birth_year": 2015}], "employment": "seeking",
    "languages": [{"tag": "ar", "literate": True}],
}  # fmt: skip


def run(*arguments, code=0):
    result = CliRunner().invoke(group, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result


@pytest.mark.parametrize(
    ("ordered", "starts", "lines"),
    [
        ("2026-11-27T10:00", "2026-12-01T10:00", ["rule: answer_required_next_day", "answer by: Mon 2026-11-30 15:00", "cancelled when ordered: 2 periods, broker fee only"]),
        ("2026-11-27T10:01", "2026-12-01T10:00", ["cancelled when ordered: 1 period, full compensation"]),
        ("2026-12-23T09:00", "2026-12-28T09:00", ["cancelled when ordered: 1 period, full compensation"]),
        ("2027-02-06T12:00", "2027-02-09T10:00", ["rule: answer_required_same_day", "answer by: Mon 2027-02-08 16:30"]),
        ("2027-02-01T09:00", "2027-03-03T13:00", ["rule: more_than_twenty_workdays_before_occasion", "answer by: Fri 2027-02-05 09:00", "name the interpreter by: Mon 2027-02-22 13:00"]),
        ("2026-11-26T09:00", "2026-11-26T15:00", ["rule: answer_time_set_by_customer", "answer by: the customer must set it"]),
    ],
)  # fmt: skip
def test_the_golden_values_on_the_command_line(ordered, starts, lines):
    # newcomers 5
    out = run(
        "interpreter-deadline", "--ordered-at", ordered, "--starts-at", starts
    ).stdout.splitlines()
    for line in lines:
        assert line in out


def test_cancelling_now_is_judged_at_the_given_moment():
    arguments = [
        "--ordered-at",
        "2026-11-20T10:00",
        "--starts-at",
        "2026-12-01T10:00",
        "--now",
        "2026-11-27T10:01",
    ]
    out = run("interpreter-deadline", *arguments).stdout
    assert "cancelled now (Fri 2026-11-27 10:01): 1 period, full compensation" in out
    said = json.loads(run("interpreter-deadline", *arguments, "--json").stdout)
    assert (said["rule"], said["workdays"]) == ("answer_required_next_day", 7)
    assert said["cancelNow"] == {"at": "2026-11-27T10:01:00", "periods": 1, "compensation": "full"}


@pytest.mark.parametrize(
    ("ordered", "starts"),
    [("2026-12-01T10:00", "2026-12-01T10:00"), ("tomorrow", "2026-12-01T10:00")],
)
def test_times_that_cannot_be_are_refused(ordered, starts):
    result = run("interpreter-deadline", "--ordered-at", ordered, "--starts-at", starts, code=2)
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_time_with_a_zone_is_moved_to_stockholm():
    out = run(
        "interpreter-deadline",
        "--ordered-at",
        "2027-02-06T11:00:00Z",
        "--starts-at",
        "2027-02-09T09:00:00Z",
    ).stdout
    assert "answer by: Mon 2027-02-08 16:30" in out


@pytest.fixture
def situation(tmp_path):
    file = tmp_path / "amina.json"
    file.write_text(json.dumps(AMINA))
    return file


@pytest.mark.parametrize("locale", ["sv", "ar", "so"])
def test_a_plan_in_the_readers_language(situation, locale):
    out = run(
        "plan", "--situation", situation, "--today", "2026-11-26", "--locale", locale, "--json"
    ).stdout
    steps = {one["key"]: one for one in json.loads(out)["steps"]}
    assert steps["register_move"]["due_on"] == "2026-11-29"
    assert steps["register_move"]["hard"] is True
    assert (steps["sfi"]["state"], steps["sfi_start"]["state"]) == ("available", "blocked")
    assert all(
        one["title"]["language"] == locale and not one["title"]["is_fallback"]
        for one in steps.values()
    )
    assert "lma_card" not in steps


def test_a_plan_in_words_marks_a_fall_back(situation):
    out = run("plan", "--situation", situation, "--today", "2026-11-26", "--locale", "ti").stdout
    assert "Anmäl till Skatteverket att du har flyttat hit. [sv]" in out
    plain = run("plan", "--situation", situation, "--today", "2027-11-26").stdout
    assert "Tiden är inte kontrollerad på länge." in plain


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"legal_basis": "tourist"}, "legal_basis"),
        ({"arrival_date": "soon"}, "arrival_date"),
        ({"shoe_size": 38}, "shoe_size"),
        ({"residence_to": "2026-10-01"}, "situation"),
    ],
)
def test_a_situation_that_cannot_be_is_refused(situation, change, said):
    situation.write_text(json.dumps(AMINA | change))
    result = run("plan", "--situation", situation, code=2)
    (line,) = result.stderr.strip().splitlines()
    assert line.startswith("torget: INPUT_INVALID: ")
    assert said in line


def test_a_cyclic_set_of_templates_is_refused(situation, tmp_path):
    file = tmp_path / "set.toml"
    file.write_text(
        "name='x'\nversion=1\n[[step]]\nkey='a'\ndepends_on=['b']\n[[step]]\nkey='b'\ndepends_on=['a']\n"
    )
    for arguments in (["plan", "--situation", situation, "--templates", file], ["templates", file]):
        result = run(*arguments, code=2)
        assert result.stderr.startswith("torget: TEMPLATE_CYCLIC: ")


def test_the_shipped_set_is_checked():
    assert "23 steps, 0 old sources" in run("templates", "--today", "2026-11-26").stdout
    assert (
        "warning: register_move: source last read"
        in run("templates", "--today", "2027-11-26").stdout
    )
    assert run("plan", "--situation", "/dev/null", code=2).stderr

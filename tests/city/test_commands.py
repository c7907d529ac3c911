# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the README and docs/start.md tell people to type does what they say, on a running city."""

import re
import shlex
import subprocess

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.xdist_group("city")


def test_the_demo_people_are_listed_and_their_tokens_work(city):
    listed = city.torget("demo", "people").stdout
    names = [line.split()[0] for line in listed.splitlines()]
    assert {"amina", "relative", "staff", "counsellor", "editor", "moderator", "officer",
            "visitor"} <= set(names)  # fmt: skip
    for name in ("amina", "staff", "visitor"):
        answer = city.ask("{ __typename }", token=city.token(name))
        assert answer == {"data": {"__typename": "Query"}}


def test_an_unknown_demo_person_is_one_line_with_the_known_ones(city):
    with pytest.raises(subprocess.CalledProcessError) as refused:
        city.torget("demo", "token", "nobody")
    assert refused.value.returncode == 2
    assert "There are: amina" in refused.value.stderr


def test_a_token_of_another_city_is_refused(city, tmp_path):
    foreign = type(city)(city.port, tmp_path).token("amina")
    answer = city.ask("{ me { id } }", token=foreign)
    assert answer["errors"][0]["extensions"]["code"] == "TOKEN_INVALID"
    assert "data" not in answer


def test_the_demo_asks_all_five_queries(city):
    told = city.torget("demo", "ask").stdout
    assert told.count("\n# ") == 5
    assert '"errors"' not in told


def test_doctor_finds_nothing_to_say_about_a_running_city(city):
    told = city.torget("doctor", "--alive")
    assert told.returncode == 0


@pytest.mark.parametrize("document", ["README.md", "docs/start.md", "docs/add-a-service.md"])
def test_every_command_a_document_names_is_known(document, city):
    text = (ROOT / document).read_text(encoding="utf-8")
    commands = set(re.findall(r"\.venv/bin/torget ([a-z][^`\n]*)", text))
    assert commands or document == "README.md"
    for command in commands:
        words = [w for w in shlex.split(command) if not w.startswith("-")]
        depth = 2 if words[0] == "demo" else 1
        assert "Usage" in city.torget(*words[:depth], "--help").stdout

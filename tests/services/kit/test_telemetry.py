# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Logs are JSON lines without personal data (security L5)."""

import io
import json
import logging

import pytest

from services.kit.telemetry import configure_logging


@pytest.fixture
def lines():
    out = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    configure_logging("INFO", stream=out)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_a_line_is_one_json_object_with_its_facts(lines):
    logging.getLogger("torget.x").info("served", extra={"operation": "home", "ms": 3})
    (line,) = lines()
    assert (line["message"], line["operation"], line["ms"]) == ("served", "home", 3)
    assert line["at"].endswith("Z")


@pytest.mark.parametrize(
    "secret",
    [
        "199001012384",
        "900101-2384",
        "amina@example.org",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.sig",
    ],
)
def test_personal_patterns_never_reach_the_log(lines, secret):
    logging.getLogger("torget.x").warning("seen %s", secret, extra={"detail": f"by {secret}"})
    assert secret not in json.dumps(lines())


@pytest.mark.parametrize("key", ["token", "cookie", "phone", "plate", "variables"])
def test_personal_keys_are_redacted_whatever_they_hold(lines, key):
    logging.getLogger("torget.x").info("x", extra={key: "visible"})
    assert lines()[0][key] == "[redacted]"


def test_a_traceback_is_reduced_to_class_and_place(lines):
    try:
        raise KeyError("199001012384")
    except KeyError:
        logging.getLogger("torget.x").exception("broke")
    (line,) = lines()
    assert line["error"] == "KeyError"
    assert "199001012384" not in json.dumps(line)

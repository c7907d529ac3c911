# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The validating reader: every constraint of newcomers 4.3, one broken file each, and files that hold."""

import pytest

from services.language.domain.xliff.validating import is_valid, validate
from tests.services.language.xliff.cases import INVALID, VALID, one
from tests.services.language.xliff.suite import BROKEN_BY_THE_SUITE


@pytest.mark.parametrize("name", VALID)
def test_a_whole_file_is_accepted(name: str):
    assert [str(each) for each in validate(VALID[name]) if not each.is_warning] == []


@pytest.mark.parametrize("name", INVALID)
def test_a_broken_file_is_refused_by_its_rule(name: str):
    rule, given = INVALID[name]
    found = validate(given)
    assert not is_valid(found)
    assert rule in {each.rule for each in found if not each.is_warning}, [str(e) for e in found]


def test_every_file_of_the_published_suite_has_its_own_file_here():
    assert set(BROKEN_BY_THE_SUITE.values()) - set(INVALID) == set()
    assert len(BROKEN_BY_THE_SUITE) >= 119


def test_a_generic_annotation_without_translate_is_only_a_warning():
    # newcomers 4.3 constraint 12
    found = validate(one('<mrk id="m1">a</mrk>'))
    assert [each.rule for each in found] == ["generic-translate"]
    assert is_valid(found)


def test_a_broken_rule_is_said_in_one_line_with_its_place():
    (found,) = validate(one('<cp hex="0041"/>'))
    assert str(found).startswith("2: cp-hex: ")

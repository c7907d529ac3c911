# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Every service says what somebody might try, what stops it, and which test shows it (security row 80)."""

import pytest

from gateway.city.catalogue import all_services
from tests.house.source import ROOT

HEAD = "| what somebody tries | what stops it | proved by |"


@pytest.mark.parametrize("name", all_services())
def test_the_threats_of_a_service_name_tests_that_are_there(name):
    text = (ROOT / "services" / name / "README.md").read_text(encoding="utf-8")
    _, _, table = text.partition("## Threats\n")
    assert HEAD in table
    rows = [
        line.strip("| ").split(" | ")
        for line in table.partition("|---|---|---|\n")[2].splitlines()
        if line
    ]
    assert len(rows) >= 3
    for tries, stops, proofs in rows:
        assert tries
        assert stops
        for proof in proofs.split(", "):
            path, _, test = proof.partition("::")
            assert (ROOT / path).exists(), proof
            assert not test or test in (ROOT / path).read_text(encoding="utf-8")

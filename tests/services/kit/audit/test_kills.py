# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Kill -9 between record and answer: a record without answer may be, an answer without record never."""

import random

import pytest

from tests.support.killed_looks import kill_lookers


@pytest.mark.anyio
async def test_every_answer_that_left_has_its_record(tmp_path):  # security L1
    assert await kill_lookers(tmp_path, 2, random.Random(11)) > 20

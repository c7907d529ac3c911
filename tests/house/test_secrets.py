# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""No secret is committed: nothing in any tracked file looks like a key that opens something (security row 59)."""

import re

import pytest

from tests.house.source import ROOT, tracked

SHAPES = {
    "private key": re.compile(
        rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n[A-Za-z0-9+/=\s]{40,}"
    ),
    "cloud key": re.compile(rb"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "repository token": re.compile(rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[A-Za-z0-9_-]{20})\b"),
    "package token": re.compile(rb"\b(?:pypi-[A-Za-z0-9_-]{50,}|npm_[A-Za-z0-9]{36})\b"),
    "chat token": re.compile(rb"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    "payment key": re.compile(rb"\b[sr]k_live_[A-Za-z0-9]{20,}"),
    "map key": re.compile(rb"\bAIza[A-Za-z0-9_-]{35}\b"),
}
LARGEST = 2_000_000


def found_in(content: bytes) -> list[str]:
    return [name for name, shape in SHAPES.items() if shape.search(content)]


def test_no_file_holds_a_secret():
    files = [ROOT / path for path in tracked()]
    found = {
        file.relative_to(ROOT).as_posix(): kinds
        for file in files if file.stat().st_size <= LARGEST
        for kinds in [found_in(file.read_bytes())] if kinds
    }  # fmt: skip
    assert found == {}


@pytest.mark.parametrize(
    "parts",
    [("AK", "IA", "A" * 16), ("gh", "p_", "a" * 36), ("xo", "xb-", "1234567890"), ("sk", "_live_", "a" * 24),
     ("-----BEGIN PRIV", "ATE KEY-----\n", "A" * 60), ("np", "m_", "a" * 36), ("AI", "za", "a" * 35)],
)  # fmt: skip
def test_a_secret_would_be_found(parts):
    assert len(found_in("".join(parts).encode())) == 1

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What every test may count on: asyncio under anyio, a closed network, a quick hypothesis."""

import os

import pytest
from hypothesis import HealthCheck, settings

from services.kit import policy

settings.register_profile(
    "suite",
    max_examples=50,
    deadline=None,
    derandomize=True,  # a red pipeline means a change, not a throw of dice; `make fuzz` throws them
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "fuzz", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("TORGET_HYPOTHESIS", "suite"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def mandates_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mandate that one test ends is in force again in the next: all share the process's book."""
    monkeypatch.setattr(policy.book, "_ended", frozenset())

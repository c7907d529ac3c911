# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The city in every mode, each started once per worker."""

from collections.abc import Iterator

import pytest

from tests.support.city import RunningCity, many_processes, one_process
from tests.support.stores import *  # noqa: F403 - fixtures of real servers

MODES = ("one process on SQLite", "many processes on PostgreSQL and Redis")


@pytest.fixture(scope="session", params=MODES)
def city(request, tmp_path_factory) -> Iterator[RunningCity]:
    folder = tmp_path_factory.mktemp("city")
    if request.param == MODES[0]:
        with one_process(folder) as running:
            yield running
    else:
        settings = {
            "database_url": request.getfixturevalue("postgres_url"),
            "redis_url": _beside(request.getfixturevalue("redis_url")),
        }
        with many_processes(folder, **settings) as running:
            yield running


def _beside(redis_url: str) -> str:
    """A numbered database that no other test of this worker uses."""
    server, _, number = redis_url.rpartition("/")
    return f"{server}/{int(number) + 8}"

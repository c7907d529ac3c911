# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""These runs take minutes: they are collected only when they are asked for by name."""

from pathlib import Path

import pytest

from tests.support.stores import *  # noqa: F403 -- fixtures


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave this folder out unless it stands on the command line."""
    del collection_path
    return None if any("chaos" in argument for argument in config.args) else True

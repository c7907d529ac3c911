# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Real stores for the gateway's own records."""

from tests.support.stores import *  # noqa: F403 -- fixtures

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""GraphQL execution for services: operations become generated Python functions."""

from services.kit.execution.engine import Engine
from services.kit.execution.result import ABSENT, Result

__all__ = ["ABSENT", "Engine", "Result"]

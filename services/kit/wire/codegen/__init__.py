# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Generated Python: compiled once, readable in tracebacks, freed with its user."""

from services.kit.wire.codegen.shapes import SHAPES, Mode, Shapes, key_literal
from services.kit.wire.codegen.source import Source, dump

__all__ = ["SHAPES", "Mode", "Shapes", "Source", "dump", "key_literal"]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers as text: one engine for messages and for the wrappers in `formats` (UTS 35 part 3)."""

from i18n.numbers.formatter import NumberFormatter, formatter
from i18n.numbers.settings import NumberSettings

__all__ = ["NumberFormatter", "NumberSettings", "formatter"]

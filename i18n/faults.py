# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Messages that went wrong: counted by kind, key and language, logged without any parameter value."""

import logging
from collections import Counter
from collections.abc import Iterable

from i18n.mf2.errors import MessageError

LOG = logging.getLogger("torget.i18n")
MAX_KINDS = 10_000

_counts: Counter[tuple[str, str, str]] = Counter()


def record(key: str, locale: str, errors: Iterable[MessageError]) -> None:
    """Count and log what went wrong with a text in a language."""
    for error in errors:
        place = (error.type, key, locale)
        if place not in _counts:
            if len(_counts) >= MAX_KINDS:
                continue
            LOG.warning("%s in %s (%s): %s", error.type, key, locale, error.source)
        _counts[place] += 1


def counts() -> dict[tuple[str, str, str], int]:
    """How often each (error type, key, language) has happened since the start."""
    return dict(_counts)

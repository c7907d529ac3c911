# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading Accept-Language: ranges by weight, refusals apart, junk skipped (RFC 9110 §12.5.4)."""

import re
from typing import NamedTuple

MAX_ITEMS = 20
MAX_LENGTH = 2_000

_ITEM = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?"
)


class Wishes(NamedTuple):
    """What a reader accepts, best first, and what the reader refuses (`q=0`)."""

    ranges: tuple[str, ...]
    refused: tuple[str, ...]


def read_accept_language(header: str) -> Wishes:
    """Read at most 20 items; an item that breaks the grammar is skipped, never guessed at."""
    weighted: list[tuple[float, str]] = []
    refused: list[str] = []
    items = header[:MAX_LENGTH].split(",")
    if len(header) > MAX_LENGTH:
        items.pop()  # it may be cut in the middle
    for item in items[:MAX_ITEMS]:
        found = _ITEM.fullmatch(item)
        if found is None:
            continue
        language, weight = found.group(1), float(found.group(2) or 1)
        if weight == 0:
            refused.append(language)
        else:
            weighted.append((weight, language))
    weighted.sort(key=lambda pair: -pair[0])
    return Wishes(tuple(language for _, language in weighted), tuple(refused))

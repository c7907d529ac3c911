# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How long an answer may be kept: the strictest of what its parts allow (RFC 9111, federation 4.8)."""

import re
from collections.abc import Iterable
from typing import Final

NO_STORE: Final = "no-store"
_DIRECTIVE: Final = re.compile(r'([a-z-]+)(?:\s*=\s*"?([^",]*)"?)?')
_FORBIDDING: Final = frozenset({"private", "no-store", "no-cache"})


def combine(headers: Iterable[str | None]) -> str:
    """One Cache-Control for an answer made of parts with these; a part that says nothing forbids."""
    ages: list[int] = []
    is_public = True
    for header in headers:
        if header is None:
            return NO_STORE
        given = dict(_DIRECTIVE.findall(header.lower()))
        age = given.get("max-age", "")
        if not _FORBIDDING.isdisjoint(given) or not age.isdecimal():
            return NO_STORE
        ages.append(int(age))
        is_public = is_public and "public" in given
    if not ages or not min(ages):
        return NO_STORE
    return f"max-age={min(ages)}, {'public' if is_public else 'private'}"

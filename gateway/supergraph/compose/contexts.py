# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Context selections: `$name { selection }` of `@fromContext`."""

import re

_FORM = re.compile(r"\s*\$\s*([_A-Za-z][_0-9A-Za-z]*)\s*(.*)", re.DOTALL)


def split_selection(value: str) -> tuple[str, str] | None:
    """Context name and the text of the selection; None when `$name` is missing."""
    found = _FORM.fullmatch(value)
    if found is None:
        return None
    return found[1], f" {found[2].strip()}"

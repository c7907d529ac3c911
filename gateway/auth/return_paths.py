# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Where a browser may be sent after a sign-in: a path of our own, or home (W5)."""

import re
from typing import Final
from urllib.parse import unquote

HOME: Final = "/"
_PATH: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_DECODED: Final = re.compile(r"/(?![/\\])[^\x00-\x1f\x7f-\x9f\\]*")
_MAX: Final = 2048


def safe_return(wanted: str | None) -> str:
    """The path if it stays within our own pages whatever a browser makes of it, else home."""
    if not wanted or len(wanted) > _MAX:
        return HOME
    decoded = unquote(unquote(wanted))
    if not _PATH.fullmatch(wanted) or not _DECODED.fullmatch(decoded):
        return HOME
    return wanted

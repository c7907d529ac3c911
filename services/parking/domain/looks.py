# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A look at an address of the feed: what it holds now, or why that cannot be said."""

import msgspec

from services.parking.domain.ltf import Reading


class Marks(msgspec.Struct, frozen=True):
    """By what the version of an address is known; the server's own are empty when it gives none (RFC 9110, 8.8)."""

    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """SHA-256 of the body, hexadecimal."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What an address was found to hold. Neither reading nor fault: what it held before."""

    name: str
    source: str
    """What is written beside the rows that come from it."""
    is_whole: bool
    reading: Reading | None = None
    fault: str = ""
    """Why nothing could be read, in English, for whoever runs the city."""
    marks: Marks = Marks()

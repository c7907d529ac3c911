# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The head of a request as bytes, with nothing in it that could end a line early."""

import re
from collections.abc import Iterable
from typing import Final

_NAME: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE: Final = re.compile(rb"[^\x00\r\n]*")
_TARGET: Final = re.compile(rb"[\x21-\x7e]+")


def build_head(
    method: bytes, target: bytes, host: bytes, headers: Iterable[tuple[bytes, bytes]] = ()
) -> bytes:
    """Request line, Host and headers, each line ended, without the blank line at the end.

    Raises ValueError for names and values that HTTP does not allow.
    """
    if not _NAME.fullmatch(method) or not _TARGET.fullmatch(target) or not _TARGET.fullmatch(host):
        raise ValueError("a request line that HTTP does not allow")
    return b"%b %b HTTP/1.1\r\nhost: %b\r\n%b" % (method, target, host, build_lines(headers))


def build_lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Header lines, each ended. Raises ValueError for what HTTP does not allow."""
    lines: list[bytes] = []
    for name, value in headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise ValueError(f"a header that HTTP does not allow: {name!r}")
        lines.append(b"%b: %b\r\n" % (name, value))
    return b"".join(lines)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people send as files: judged by their first bytes, never by their name, then scanned (security X5).

A file is quarantined until its scanner says clean. Scanners: null (nothing is accepted), local (the
kinds and sizes below, no more), clamd (a daemon that speaks INSTREAM).
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import msgspec

from services.kit.wire.problem import Problem

MOST_BYTES: Final = 10 * 1024 * 1024
_CHUNK: Final = 64 * 1024
_SCAN_SECONDS: Final = 20.0
_KINDS: Final[tuple[tuple[str, bytes, int], ...]] = (
    ("image/jpeg", b"\xff\xd8\xff", 0),
    ("image/png", b"\x89PNG\r\n\x1a\n", 0),
    ("image/webp", b"WEBP", 8),
    ("application/pdf", b"%PDF-", 0),
    ("audio/ogg", b"OggS", 0),
)
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


class Upload(msgspec.Struct, frozen=True):
    """A file as it came."""

    declared: str
    """The media type the client names."""
    content: bytes


class Scan(Protocol):
    """Says whether content is harmless. Raises OSError when it cannot say."""

    async def __call__(self, content: bytes) -> bool:
        """True when nothing was found."""
        ...


async def accept_upload(
    upload: Upload, scan: Scan, *, kinds: frozenset[str], most_bytes: int = MOST_BYTES
) -> str:
    """The media type that the content really has, once the scanner has said clean.

    Raises Problem INPUT_INVALID for another kind, an archive or a lie about the type, BODY_TOO_LARGE,
    DOWNSTREAM_SERVICE_ERROR while no scanner can say.
    """
    if len(upload.content) > most_bytes:
        raise Problem("BODY_TOO_LARGE", extensions={"max": most_bytes})
    real = kind_of(upload.content)
    if real is None or real not in kinds or real != upload.declared.partition(";")[0].strip():
        raise Problem("INPUT_INVALID", path=("file",))
    try:
        async with asyncio.timeout(_SCAN_SECONDS):
            is_clean = await scan(upload.content)
    except (OSError, TimeoutError):
        raise Problem("DOWNSTREAM_SERVICE_ERROR") from None
    if not is_clean:
        raise Problem("INPUT_INVALID", path=("file",))
    return real


def kind_of(content: bytes) -> str | None:
    """The media type by the first bytes; None for what we do not know and for archives."""
    if content.startswith(_ARCHIVES):
        return None
    for media, magic, place in _KINDS:
        if content[place : place + len(magic)] == magic:
            return media
    return None


async def refuse_all(content: bytes) -> bool:
    """The null scanner: without a scanner nothing is clean."""
    del content
    return False


async def trust_kinds(content: bytes) -> bool:
    """The local scanner: no programs inside what should be a picture or a page."""
    lowered = content.lower()
    return not any(word in lowered for word in (b"<script", b"/javascript", b"/launch", b"<?php"))


class Clamd:
    """A scanner daemon at an address."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]],
    ) -> None:
        """Open a connection per file by `connect`."""
        self._connect = connect

    async def __call__(self, content: bytes) -> bool:
        """Stream the content; clean only if the daemon says exactly that."""
        reader, writer = await self._connect()
        try:
            writer.write(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                piece = content[start : start + _CHUNK]
                writer.write(struct.pack(">I", len(piece)) + piece)
            writer.write(struct.pack(">I", 0))
            await writer.drain()
            answer = await reader.readuntil(b"\0")
        except asyncio.IncompleteReadError as error:
            raise OSError("the scanner hung up") from error
        finally:
            writer.close()
        return answer.rstrip(b"\0") == b"stream: OK"

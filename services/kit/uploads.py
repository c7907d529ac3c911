# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people send as files: judged by their first bytes, never by their name, then scanned (security X5).

Nothing is kept before its scanner says clean. Scanners: none (nothing is accepted), local (the kinds
and sizes below, and no programs in sight), clamd (a daemon that speaks INSTREAM). Pictures leave
what they tell about place, time and camera behind.
"""

import asyncio
import struct
from collections.abc import Awaitable, Callable
from typing import Final, Protocol
from urllib.parse import urlsplit

import msgspec

from services.kit.errors import SettingsProblem
from services.kit.pictures import PICTURES, PictureBroken, without_metadata
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
TEXT: Final = "text/plain"
_CONTROLS: Final = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f")
_TEST_VIRUS: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
"""What every scanner finds, so that everybody can see that one is there."""
_ARCHIVES: Final = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


class Upload(msgspec.Struct, frozen=True):
    """A file as it came, or as it may be kept."""

    declared: str
    """The media type the client names; empty where it names none."""
    content: bytes


class Scan(Protocol):
    """Says whether content is harmless. Raises OSError when it cannot say."""

    async def __call__(self, content: bytes) -> bool:
        """True when nothing was found."""
        ...


class UploadRefused(Problem):
    """A file that is not taken in: of another kind than wanted or said, or not clean."""

    def __init__(self, *, is_unsafe: bool) -> None:
        """`is_unsafe`: the scanner has found something."""
        super().__init__("INPUT_INVALID", path=("file",))
        self.is_unsafe = is_unsafe


async def accept_upload(
    upload: Upload, scan: Scan, *, kinds: frozenset[str], most_bytes: int = MOST_BYTES
) -> Upload:
    """The file as it may be kept: its real media type, and its content once the scanner has said clean.

    Raises UploadRefused for another kind, an archive, a lie about the type, a broken picture or what
    the scanner has found; Problem BODY_TOO_LARGE; DOWNSTREAM_SERVICE_ERROR while no scanner can say.
    """
    if len(upload.content) > most_bytes:
        raise Problem("BODY_TOO_LARGE", extensions={"max": most_bytes})
    real = kind_of(upload.content)
    declared = upload.declared.partition(";")[0].strip()
    if real is None or real not in kinds or declared not in ("", real):
        raise UploadRefused(is_unsafe=False)
    try:
        async with asyncio.timeout(_SCAN_SECONDS):
            is_clean = await scan(upload.content)
    except (OSError, TimeoutError):
        raise Problem("DOWNSTREAM_SERVICE_ERROR") from None
    if not is_clean:
        raise UploadRefused(is_unsafe=True)
    if real not in PICTURES:
        return Upload(real, upload.content)
    try:
        return Upload(real, without_metadata(real, upload.content))
    except PictureBroken:
        raise UploadRefused(is_unsafe=False) from None


def kind_of(content: bytes) -> str | None:
    """The media type by the content itself; None for what we do not know and for archives."""
    if content.startswith(_ARCHIVES):
        return None
    for media, magic, place in _KINDS:
        if content[place : place + len(magic)] == magic:
            return media
    return TEXT if _is_text(content) else None


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return bool(text) and not _CONTROLS.intersection(text)


async def refuse_all(content: bytes) -> bool:
    """The null scanner: without a scanner nothing is clean."""
    del content
    return False


async def trust_kinds(content: bytes) -> bool:
    """The local scanner: no programs inside what should be a picture or a page."""
    lowered = content.lower()
    words = [b"<script", b"<?php", _TEST_VIRUS.lower()]
    if content.startswith(b"%PDF-"):
        words += [b"/javascript", b"/launch"]
    return not any(word in lowered for word in words)


def open_scanner(setting: str) -> Scan:
    """The scanner a setting names: local, none or clamd://host:port. Raises SettingsProblem."""
    if setting == "local":
        return trust_kinds
    if setting == "none":
        return refuse_all
    try:
        parts = urlsplit(setting)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port, parts = None, None, urlsplit("")
    if parts.scheme != "clamd" or not host or not port:
        raise SettingsProblem("TORGET_UPLOAD_SCANNER is local, none or clamd://host:port.")
    return Clamd(lambda: asyncio.open_connection(host, port))


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

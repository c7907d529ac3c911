# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures without what they tell on the side: place, time, camera, owner, previews, whatever is appended.

The picture itself is not touched: JPEG (ITU T.81), PNG (3rd edition) and WebP (RFC 9649) are lists of
parts, and only the parts that are needed to show it are kept. A turned photo loses its turn.
"""

import struct
from collections.abc import Iterator
from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
WEBP: Final = "image/webp"
PICTURES: Final = frozenset({JPEG, PNG, WEBP})

_SOI, _EOI, _SOS = b"\xff\xd8", 0xD9, 0xDA
_TELLING: Final = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xE2, 0xEE}
"""Application parts and comments; 0xE2 may be the colour profile, 0xEE says how colours are coded."""
_PROFILE: Final = b"ICC_PROFILE\x00"
_INSIDE: Final = frozenset({0x00, *range(0xD0, 0xD8)})
"""What follows 0xff within picture data without ending it."""

_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"}
)  # fmt: skip
_WEBP_KEPT: Final = frozenset(
    {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
)  # fmt: skip
_WEBP_TELLS: Final = 0x08 | 0x04
"""Flags of VP8X: there is Exif, there is XMP."""


class PictureBroken(ValueError):
    """The bytes are not the picture they begin as."""


def without_metadata(media: str, content: bytes) -> bytes:
    """The same picture with nothing but what shows it. Raises PictureBroken."""
    try:
        match media:
            case "image/jpeg":
                return b"".join(_jpeg_parts(content))
            case "image/png":
                return _PNG_MAGIC + b"".join(_png_parts(content))
            case "image/webp":
                return _webp(content)
            case _:
                raise PictureBroken
    except (IndexError, struct.error):
        raise PictureBroken from None


def _jpeg_parts(content: bytes) -> Iterator[bytes]:
    if content[:2] != _SOI:
        raise PictureBroken
    yield _SOI
    at = 2
    while True:
        if content[at] != 0xFF:  # noqa: PLR2004 -- every part begins so
            raise PictureBroken
        kind = content[at + 1]
        if kind == _EOI:
            yield content[at : at + 2]
            return
        if kind == 0xFF:  # noqa: PLR2004 -- filling
            at += 1
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if end > len(content) or end < at + 4:
            raise PictureBroken
        body = content[at:end]
        is_other = kind == 0xE2 and not body[4:].startswith(_PROFILE)  # noqa: PLR2004
        if kind not in _TELLING and not is_other:
            yield body
        at = end
        if kind == _SOS:
            end = _end_of_data(content, at)
            yield content[at:end]
            at = end


def _end_of_data(content: bytes, at: int) -> int:
    """Where the next part begins after picture data."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0:
            raise PictureBroken
        if content[at + 1] not in _INSIDE:
            return at
        at += 2


def _png_parts(content: bytes) -> Iterator[bytes]:
    at = len(_PNG_MAGIC)
    while True:
        size, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + size
        if end > len(content):
            raise PictureBroken
        if kind in _PNG_KEPT:
            yield content[at:end]
        elif not kind[0] & 0x20:  # a critical part that nobody knows
            raise PictureBroken
        at = end
        if kind == b"IEND":
            return


def _webp(content: bytes) -> bytes:
    size = struct.unpack_from("<I", content, 4)[0]
    end = 8 + size
    if content[:4] != b"RIFF" or end > len(content):
        raise PictureBroken
    kept: list[bytes] = []
    at = 12
    while at < end:
        kind, length = struct.unpack_from("<4sI", content, at)
        after = at + 8 + length + (length & 1)
        if after > end:
            raise PictureBroken
        part = content[at:after]
        if kind == b"VP8X":
            part = part[:8] + bytes([part[8] & ~_WEBP_TELLS]) + part[9:]
        if kind in _WEBP_KEPT:
            kept.append(part)
        at = after
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body

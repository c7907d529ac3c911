# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures tell nothing on the side: no place, time, camera, owner, preview, nothing appended (security X5)."""

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.pictures import PICTURES, PictureBroken, without_metadata

SECRET = b"59.3405N 18.0410E anna@example.org"


def png(*parts: tuple[bytes, bytes]) -> bytes:
    packed = [
        struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def part(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + struct.pack(">H", len(body) + 2) + body


def webp(*parts: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(one)) + one + b"\0" * (len(one) % 2) for kind, one in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


SHOWN = part(0xE0, b"JFIF\0") + part(0xE2, b"ICC_PROFILE\0x") + part(0xDB, b"tables")
SCAN = part(0xDA, b"scan") + b"\x12\xff\x00\x34\xff\xd0\x56"
LATER = part(0xC4, b"more tables") + part(0xDA, b"scan") + b"\x78"
JPEG = b"\xff\xd8" + SHOWN + SCAN + LATER + b"\xff\xd9"


def test_a_photo_keeps_what_shows_it_and_loses_what_tells():
    telling = (
        b"\xff\xd8" + part(0xE1, b"Exif\0\0" + SECRET) + SHOWN + part(0xED, SECRET)
        + part(0xE2, b"MPF\0" + SECRET) + part(0xFE, SECRET) + SCAN + part(0xE1, SECRET) + LATER
        + b"\xff\xd9" + b"PK\x03\x04" + SECRET
    )  # fmt: skip
    assert without_metadata("image/jpeg", telling) == JPEG
    assert without_metadata("image/jpeg", JPEG) == JPEG


def test_a_png_keeps_what_shows_it_and_loses_what_tells():
    head, data, end = (b"IHDR", b"0" * 13), (b"IDAT", b"1"), (b"IEND", b"")
    plain = png(head, (b"tRNS", b"2"), data, end)
    telling = png(head, (b"eXIf", SECRET), (b"tEXt", SECRET), (b"tRNS", b"2"), (b"iTXt", SECRET), data,
                  (b"tIME", SECRET), (b"prVt", SECRET), end) + SECRET  # fmt: skip
    assert without_metadata("image/png", telling) == plain


def test_a_webp_keeps_what_shows_it_and_loses_what_tells():
    plain = webp((b"VP8X", b"\x10" + b"0" * 9), (b"VP8 ", b"picture"))
    telling = webp(
        (b"VP8X", b"\x1c" + b"0" * 9), (b"VP8 ", b"picture"), (b"EXIF", SECRET), (b"XMP ", SECRET)
    )
    assert without_metadata("image/webp", telling + SECRET) == plain


MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": png(), "image/webp": b"RIFF\x40\0\0\0WEBP"}


@given(st.sampled_from(sorted(PICTURES)), st.binary(max_size=200))
def test_property_broken_pictures_are_told_and_nothing_worse(media, tail):
    try:
        kept = without_metadata(media, MAGIC[media] + tail)
    except PictureBroken:
        return
    assert without_metadata(media, kept) == kept


@given(st.integers(0, len(JPEG) - 1))
def test_property_a_photo_cut_short_is_broken(size):
    with pytest.raises(PictureBroken):
        without_metadata("image/jpeg", JPEG[:size])

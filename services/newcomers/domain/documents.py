# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents a newcomer brings: checked, read, explained as a gist; decisions get a real translator."""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from i18n import t
from services.kit.errors import Problem

LARGEST = 5_000_000
KEEP_MS = 30 * 86_400_000
"""A document is gone thirty days after it came."""


class DocumentKind(StrEnum):
    """What it is."""

    LETTER = "letter"
    DECISION = "decision"
    CERTIFICATE = "certificate"


class DocumentState(StrEnum):
    """Where it stands."""

    UPLOADED = "uploaded"
    SCANNED = "scanned"
    EXTRACTED = "extracted"
    MT_GIST = "mt_gist"
    HUMAN_ORDERED = "human_ordered"
    READY = "ready"
    DELIVERED = "delivered"
    EXPIRED = "expired"


class Reading(StrEnum):
    """How the text of a document was come by."""

    HELD = "held"
    RECOGNISED = "recognised"
    NOTHING_FOUND = "nothing_found"
    NOT_AVAILABLE = "not_available"


READING_TEXTS = {
    Reading.RECOGNISED: t(
        "newcomers.reading.recognised",
        "En maskin har läst texten ur en bild. Jämför med originalet.",
    ),
    Reading.NOTHING_FOUND: t(
        "newcomers.reading.nothing_found",
        "Vi hittade ingen text i bilden. Ta en ny bild i bra ljus eller beställ en översättare.",
    ),
    Reading.NOT_AVAILABLE: t(
        "newcomers.reading.not_available",
        "Här kan vi inte läsa text i bilder. Skicka dokumentet som text eller beställ en översättare.",
    ),
}
"""What is said to her of it; nothing where the file held its text."""

PDF = "application/pdf"
PICTURES = frozenset({"image/png", "image/jpeg"})
KINDS = frozenset({"text/plain", PDF}) | PICTURES
"""What can be brought."""
_WITH_PAGES = (b"/Page", b"/ObjStm")

_BEGIN, _END = b"stream", b"endstream"
_SHOWN = re.compile(rb"\((?:\\.|[^\\()])*\)\s*Tj|\[[^\[\]]*\]\s*TJ", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)


class NewDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it came."""

    name: str
    kind: DocumentKind
    body: bytes


def extract(media: str, body: bytes) -> str:
    """The text that a file holds; empty for pictures and scanned pages, which must be looked at.

    Raises DOCUMENT_KIND_UNSUPPORTED for a plain file or PDF in which there can be none.
    """
    if media in PICTURES:
        return ""
    text = _pdf_text(body) if media == PDF else _plain_text(body)
    is_scan = media == PDF and any(mark in body for mark in _WITH_PAGES)
    if not text.strip() and not is_scan:
        raise Problem("DOCUMENT_KIND_UNSUPPORTED")
    return text.strip() and text


def _plain_text(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("DOCUMENT_KIND_UNSUPPORTED") from None
    if "\x00" in text:
        raise Problem("DOCUMENT_KIND_UNSUPPORTED")
    return text


def _pdf_text(body: bytes) -> str:
    """Strings shown by simple PDFs, a line per text operator; scanned pages have none."""
    lines: list[str] = []
    left = LARGEST
    for stream in _streams(body):
        content = _inflated(stream, left)
        left -= len(content)
        for shown in _SHOWN.findall(content):
            parts = [_unescaped(part) for part in _STRING.findall(shown)]
            lines.append("".join(parts))
        if left <= 0:
            break
    return "\n".join(lines)


def _streams(body: bytes) -> Iterator[bytes]:
    """What stands between `stream` and `endstream`; each byte is looked at once."""
    at = 0
    while (begin := body.find(_BEGIN, at)) >= 0:
        begin += len(_BEGIN)
        end = body.find(_END, begin)
        if end < 0:
            return
        yield body[begin:end].strip(b"\r\n")
        at = end + len(_END)


def _inflated(stream: bytes, most: int) -> bytes:
    """At most that many bytes: all streams of a file share one budget."""
    try:
        return zlib.decompressobj().decompress(stream, most)
    except zlib.error:
        return stream


def _unescaped(given: bytes) -> str:
    plain = re.sub(rb"\\([()\\])", rb"\1", given)
    return plain.decode("cp1252", "replace")


def check_gist(kind: DocumentKind, text: str) -> None:
    """Whether a machine's gist may stand for the document (rule 2): for letters with a text only."""
    if kind is not DocumentKind.LETTER:
        raise Problem("MACHINE_ALONE_FORBIDDEN")
    if not text:
        raise Problem("DOCUMENT_TEXT_MISSING")

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Documents a newcomer brings: checked, read, explained as a gist; decisions get a real translator."""

import re
import zlib
from collections.abc import Callable
from enum import StrEnum

import msgspec

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


Scan = Callable[[bytes], bool]
"""The hook of a virus scanner: whether the file is safe."""

_TEST_VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\((?:\\.|[^\\()])*\)\s*Tj|\[(?:[^\]]*)\]\s*TJ", re.DOTALL)
_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)", re.DOTALL)


class NewDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it came."""

    name: str
    kind: DocumentKind
    body: bytes


def scan(body: bytes) -> bool:
    """The house's own check: size, and the pattern that tests scanners; a city plugs its scanner in."""
    return len(body) <= LARGEST and _TEST_VIRUS not in body


def extract(body: bytes) -> str:
    """The text of a plain file or of a PDF that holds text; DOCUMENT_KIND_UNSUPPORTED for others."""
    text = _pdf_text(body) if body.startswith(b"%PDF-") else _plain_text(body)
    if not text.strip():
        raise Problem("DOCUMENT_KIND_UNSUPPORTED")
    return text


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
    for match in _STREAM.finditer(body):
        for shown in _SHOWN.findall(_inflated(match[1])):
            parts = [_unescaped(part) for part in _STRING.findall(shown)]
            lines.append("".join(parts))
    return "\n".join(lines)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, LARGEST)
    except zlib.error:
        return stream


def _unescaped(given: bytes) -> str:
    plain = re.sub(rb"\\([()\\])", rb"\1", given)
    return plain.decode("cp1252", "replace")


def check_gist(kind: DocumentKind) -> None:
    """Whether a machine's gist may stand for the document (rule 2): for letters only."""
    if kind is not DocumentKind.LETTER:
        raise Problem("MACHINE_ALONE_FORBIDDEN")

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures and scanned pages: read by a real Tesseract, and what is said where there is none."""

import asyncio
import os
import struct
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from services.newcomers.clients.recognition import Recognised, Recogniser, bench
from tests.services.newcomers.conftest import Pair
from tests.services.newcomers.people import AMINA

pytestmark = pytest.mark.anyio

PICTURE = Path(__file__).with_name("letter.png").read_bytes()
"""Our own letter as a grey picture of 960 x 330."""
UPLOAD = """mutation($i: UploadDocumentInput!) { uploadNewcomerDocument(input: $i) {
  document { id state reading readingText { value language } original { value } }
  userErrors { code path message } } }"""
EXPLAIN = """mutation($i: DocumentInput!) { explainNewcomerDocument(input: $i) {
  document { gist { value } watermark } userErrors { code message } } }"""


class Blind(Recogniser):
    """A machine without the programs."""

    def reads(self, media: str) -> bool:
        return False


class Empty(Recogniser):
    """A machine that looks and finds nothing."""

    async def read(self, media: str, body: bytes) -> Recognised:
        return Recognised("", 1)


@pytest.fixture(autouse=True)
def programs() -> Iterator[None]:
    yield
    bench.use(None)


def scanned(picture: bytes) -> bytes:
    """A PDF of one page that holds nothing but the picture."""
    width, height = struct.unpack(">II", picture[16:24])
    begin = picture.index(b"IDAT") + 4
    (size,) = struct.unpack(">I", picture[begin - 8 : begin - 4])
    pixels = picture[begin : begin + size]
    shown = b"q %d 0 0 %d 0 0 cm /I Do Q" % (width // 2, height // 2)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>" % (width // 2, height // 2),
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray"
        b"/BitsPerComponent 8/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns %d>>"
        b"/Length %d>>stream\n%s\nendstream" % (width, height, width, size, pixels),
    )
    body = b"%PDF-1.4\n"
    for number, one in enumerate(objects, 1):
        body += b"%d 0 obj%s\nendobj\n" % (number, one)
    return body + b"trailer<</Root 1 0 R/Size 6>>\n%%EOF"


async def bring(pair: Pair, body: bytes, locale: str = "sv") -> Any:
    given = {"name": "brev", "kind": "LETTER", "body": b64encode(body).decode()}
    answer: Any = await pair.newcomers.ask(UPLOAD, AMINA, i=given, locale=locale)
    assert answer.errors == [], answer.errors
    return answer.data["uploadNewcomerDocument"]


@pytest.mark.parametrize("body", [PICTURE, scanned(PICTURE)], ids=["picture", "scanned page"])
async def test_the_text_of_a_picture_is_read_and_explained(pair: Pair, body: bytes):
    # newcomers 2.5: EXTRACTED
    brought = (await bring(pair, body))["document"]
    assert (brought["state"], brought["reading"]) == ("EXTRACTED", "RECOGNISED")
    assert "Kursen i svenska börjar måndag den 11 januari" in brought["original"]["value"]
    assert brought["readingText"]["value"].startswith("En maskin har läst texten")
    given = {"documentId": brought["id"], "locale": "nb"}
    told: Any = (await pair.newcomers.ask(EXPLAIN, AMINA, i=given)).data
    made = told["explainNewcomerDocument"]["document"]
    assert "11. januar" in made["gist"]["value"] or "11 januar" in made["gist"]["value"]
    assert made["watermark"]


@pytest.mark.parametrize("body", [PICTURE, scanned(PICTURE)], ids=["picture", "scanned page"])
async def test_without_the_programs_the_answer_says_so_and_nothing_is_lost(pair: Pair, body: bytes):
    bench.use(Blind())
    brought = await bring(pair, body)
    assert brought["userErrors"] == []
    kept = brought["document"]
    assert (kept["state"], kept["reading"], kept["original"]["value"]) == (
        "SCANNED",
        "NOT_AVAILABLE",
        "",
    )
    assert "beställ en översättare" in kept["readingText"]["value"]
    given = {"documentId": kept["id"], "locale": "nb"}
    told: Any = (await pair.newcomers.ask(EXPLAIN, AMINA, i=given)).data
    assert told["explainNewcomerDocument"]["userErrors"][0]["code"] == "DOCUMENT_TEXT_MISSING"


async def test_a_picture_without_words_says_so(pair: Pair):
    bench.use(Empty(tesseract="/usr/bin/true"))
    kept = (await bring(pair, PICTURE))["document"]
    assert (kept["state"], kept["reading"]) == ("SCANNED", "NOTHING_FOUND")


async def test_a_text_file_needs_nobody_to_look(pair: Pair):
    bench.use(Blind())
    kept = (await bring(pair, "Hej på dig.".encode()))["document"]
    assert (kept["reading"], kept["readingText"]) == ("HELD", None)


async def test_a_page_that_cannot_be_opened_is_refused(pair: Pair):
    done = await bring(pair, b"%PDF-1.4\n<</Type/Page>>\n%%EOF")
    assert done["userErrors"][0]["code"] == "DOCUMENT_KIND_UNSUPPORTED"


async def test_a_program_that_fails_has_read_nothing():
    broken = Recogniser(tesseract="/usr/bin/false")
    assert await broken.read("image/png", PICTURE) == Recognised("", 1)


async def begun(seen: Path, count: int) -> list[int]:
    """The ids of the programs that have begun, as soon as there are so many."""
    async with asyncio.timeout(10):
        while not seen.exists() or seen.read_text().count("\n") < count:
            await asyncio.sleep(0.01)
    return [int(line) for line in seen.read_text().split()]


async def test_one_file_is_read_at_a_time_and_a_reader_that_leaves_ends_the_program(tmp_path: Path):
    seen, slow = tmp_path / "seen", tmp_path / "slow"
    slow.write_text(
        f'#!/bin/sh\n[ "$1" = --list-langs ] && exit\necho $$ >>{seen}\nexec sleep 30\n'
    )
    slow.chmod(0o700)
    recogniser = Recogniser(tesseract=str(slow))
    first = asyncio.create_task(recogniser.read("image/png", PICTURE))
    second = asyncio.create_task(recogniser.read("image/png", PICTURE))
    for number, task in enumerate((first, second), 1):
        programs_begun = await begun(seen, number)
        assert len(programs_begun) == number
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ProcessLookupError):
            os.kill(programs_begun[-1], 0)

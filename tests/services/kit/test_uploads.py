# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files are what their bytes say; nothing is served before a scanner has said clean (security X5)."""

import asyncio

import pytest

from services.kit.uploads import Clamd, Upload, accept_upload, kind_of, refuse_all, trust_kinds
from services.kit.wire.problem import Problem

pytestmark = pytest.mark.anyio

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
KINDS = frozenset({"image/png", "image/jpeg", "application/pdf"})


async def test_a_picture_is_accepted_as_what_it_is():
    assert await accept_upload(Upload("image/png", PNG), trust_kinds, kinds=KINDS) == "image/png"


@pytest.mark.parametrize(
    ("declared", "content", "code"),
    [
        ("image/jpeg", PNG, "INPUT_INVALID"),
        ("image/png", b"PK\x03\x04zip", "INPUT_INVALID"),
        ("image/png", b"MZ program", "INPUT_INVALID"),
        ("audio/ogg", b"OggS....", "INPUT_INVALID"),
        ("image/png", PNG + b"<SCRIPT>x", "INPUT_INVALID"),
        ("image/png", PNG * 100, "BODY_TOO_LARGE"),
        ("image/png", b"", "INPUT_INVALID"),
    ],
)
async def test_what_is_not_what_it_says_is_refused(declared, content, code):
    with pytest.raises(Problem, match=code):
        await accept_upload(Upload(declared, content), trust_kinds, kinds=KINDS, most_bytes=1000)


async def test_without_a_scanner_nothing_is_clean():
    with pytest.raises(Problem, match="INPUT_INVALID"):
        await accept_upload(Upload("image/png", PNG), refuse_all, kinds=KINDS)

    async def gone(_):
        raise OSError

    with pytest.raises(Problem, match="DOWNSTREAM_SERVICE_ERROR"):
        await accept_upload(Upload("image/png", PNG), gone, kinds=KINDS)


@pytest.mark.parametrize(
    ("answer", "clean"),
    [(b"stream: OK\0", True), (b"stream: Eicar-Signature FOUND\0", False), (b"ERROR\0", False)],
)
async def test_the_daemon_gets_the_whole_file_and_its_word_counts(answer, clean):
    got = bytearray()

    async def daemon(reader, writer):
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            got.extend(await reader.readexactly(size))
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(daemon, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    scan = Clamd(lambda: asyncio.open_connection("127.0.0.1", port))
    content = PNG + b"x" * 200_000
    assert await scan(content) is clean
    assert bytes(got) == content
    server.close()
    await server.wait_closed()


def test_kinds_are_known_by_their_first_bytes():
    assert kind_of(b"RIFF1234WEBPVP8 ") == "image/webp"
    assert kind_of(b"%PDF-1.7") == "application/pdf"
    assert kind_of(b"\x1f\x8bgzip") is None

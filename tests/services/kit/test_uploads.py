# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Files are what their bytes say; nothing is served before a scanner has said clean (security X5)."""

import asyncio
import re
from pathlib import Path

import pytest

from services.kit.errors import SettingsProblem
from services.kit.uploads import (
    Clamd,
    Upload,
    accept_upload,
    kind_of,
    open_scanner,
    refuse_all,
    trust_kinds,
)
from services.kit.wire.problem import Problem
from tests.house.source import ROOT, python_files
from tests.services.kit.test_pictures import png

pytestmark = pytest.mark.anyio

PNG = png((b"IHDR", b"0" * 13), (b"IDAT", b"1"), (b"IEND", b""))
JUDGED = {
    "services/newcomers/graph/talk_changes.py": "documents of newcomers: accept_upload",
    "services/residents/graph/inbox.py": "files of messages: accept_upload",
    "services/devices/domain/uplinks.py": "frames of sensors: numbers, never a file",
    "services/language/clients/etranslation.py": "an engine's answer: text, never a file",
}
KINDS = frozenset({"image/png", "image/jpeg", "application/pdf"})


async def test_a_picture_is_accepted_as_what_it_is():
    kept = await accept_upload(Upload("image/png", PNG), trust_kinds, kinds=KINDS)
    assert kept == Upload("image/png", PNG)
    assert await accept_upload(Upload("", PNG), trust_kinds, kinds=KINDS) == kept


@pytest.mark.parametrize(
    ("declared", "content", "code"),
    [
        ("image/jpeg", PNG, "INPUT_INVALID"),
        ("image/png", b"PK\x03\x04zip", "INPUT_INVALID"),
        ("image/png", b"MZ program", "INPUT_INVALID"),
        ("audio/ogg", b"OggS....", "INPUT_INVALID"),
        ("image/png", PNG + b"<SCRIPT>x", "INPUT_INVALID"),
        ("image/png", PNG[:-8], "INPUT_INVALID"),
        ("application/pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript >>", "INPUT_INVALID"),
        ("text/plain", b"plain text, which is not wanted here", "INPUT_INVALID"),
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
    assert kind_of("Hej på dig\r\n".encode()) == "text/plain"
    assert kind_of(b"nul \x00") is None
    assert kind_of("å".encode("latin-1")) is None
    assert kind_of(b"") is None


@pytest.mark.parametrize("setting", ["", "clamav", "clamd://", "clamd://host", "clamd://host:x"])
def test_a_scanner_that_cannot_be_is_told_at_start(setting):
    with pytest.raises(SettingsProblem, match="TORGET_UPLOAD_SCANNER"):
        open_scanner(setting)


async def test_the_settings_name_the_scanner():
    assert open_scanner("none") is refuse_all
    assert open_scanner("local") is trust_kinds
    assert isinstance(open_scanner("clamd://127.0.0.1:3310"), Clamd)
    assert not await trust_kinds(b"X5O!EICAR-STANDARD-ANTIVIRUS-TEST-FILE!")


def test_no_service_takes_files_past_the_hook():
    """Files come as base64; whoever decodes it outside the kit is listed with where it goes."""
    found = {
        path.as_posix()
        for path in python_files("services")
        if re.search(r"(?<!urlsafe_)b64decode\(", (ROOT / path).read_text())
        and path.parts[1] != "kit"
    }
    assert found == JUDGED.keys()
    for path, why in JUDGED.items():
        if why.endswith("accept_upload"):
            actions = ROOT / Path(path).parents[1] / "actions"
            assert any("accept_upload(" in each.read_text() for each in actions.glob("*.py"))

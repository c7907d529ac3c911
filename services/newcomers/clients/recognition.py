# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Reading text in pictures and scanned pages with Tesseract, where it is installed; pages by poppler's pdftoppm.

Both read what strangers have sent: each run has its own folder, a limit of memory and of time, and one core;
one file is read at a time, and a run that nobody waits for any longer is ended.
"""

import asyncio
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

_SECONDS = 45.0
_KILOBYTES = 2_000_000
_MOST_PAGES = 5
_DOTS_PER_INCH = "200"
_LANGUAGES = ("swe", "eng")
_PROCESSOR_SECONDS = 60
_LIMITED = f'ulimit -v {_KILOBYTES}; ulimit -t {_PROCESSOR_SECONDS}; exec "$@"'


class Recognised(msgspec.Struct, frozen=True):
    """What was read, and in how many pages it was looked for: none, if the file could not be opened."""

    text: str
    pages: int


class Recogniser:
    """Text recognition by the programs of this machine."""

    def __init__(self, *, tesseract: str | None = None, pdftoppm: str | None = None) -> None:
        """The programs by path; those left out are looked for."""
        self._tesseract = tesseract or shutil.which("tesseract")
        self._pdftoppm = pdftoppm or shutil.which("pdftoppm")
        self._languages = ""
        self._one = asyncio.Semaphore(1)

    def reads(self, media: str) -> bool:
        """Whether this machine can look for text in files of the media type."""
        if self._tesseract is None:
            return False
        return media != "application/pdf" or self._pdftoppm is not None

    async def read(self, media: str, body: bytes) -> Recognised:
        """The text of a picture, or of the first five pages of a PDF; empty where there is none."""
        async with self._one:
            return await self._read(media, body)

    async def _read(self, media: str, body: bytes) -> Recognised:
        with TemporaryDirectory(prefix="torget-read-") as folder:
            given = Path(folder, "given")
            await asyncio.to_thread(given.write_bytes, body)
            pages = [given] if media != "application/pdf" else await self._pages(given)
            texts = [await self._page(one) for one in pages]
        return Recognised("\n".join(text for text in texts if text), len(pages))

    async def _pages(self, given: Path) -> list[Path]:
        options = ("-r", _DOTS_PER_INCH, "-gray", "-png", "-l", str(_MOST_PAGES))
        await _run(str(self._pdftoppm), *options, str(given), f"{given}-page")
        return sorted(given.parent.glob("given-page*"))

    async def _page(self, page: Path) -> str:
        if not self._languages:
            known = (await _run(str(self._tesseract), "--list-langs")).split()
            self._languages = "+".join(one for one in _LANGUAGES if one in known) or "eng"
        out = await _run(str(self._tesseract), str(page), "stdout", "-l", self._languages)
        return "\n".join(line.strip() for line in out.splitlines() if line.strip())


async def _run(*command: str) -> str:
    """What a program prints; nothing when it fails or takes too long."""
    process = await asyncio.create_subprocess_exec(
        "/bin/sh", "-c", _LIMITED, "sh", *command,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    try:
        async with asyncio.timeout(_SECONDS):
            out, _ = await process.communicate()
    except TimeoutError:
        return ""
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return out.decode("utf-8", "replace") if process.returncode == 0 else ""


class Bench:
    """The recogniser in use; tests put another in its place."""

    def __init__(self) -> None:
        """Look for the programs when the first picture comes."""
        self._chosen: Recogniser | None = None

    @property
    def recogniser(self) -> Recogniser:
        """The one in use."""
        if self._chosen is None:
            self._chosen = Recogniser()
        return self._chosen

    def use(self, recogniser: Recogniser | None) -> None:
        """Put another in its place; None: look for the programs anew."""
        self._chosen = recogniser


bench = Bench()

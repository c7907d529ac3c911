# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real Chromium, driven over its DevTools socket: open a page, evaluate, wait for the promise."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--remote-debugging-port=0",
)  # fmt: skip


class Page:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0

    async def send(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        await self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(await self._socket.recv())
            if answer.get("id") == number:
                return answer["result"]

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression, or of what its promise becomes; raises what the page threw."""
        answer = await self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["exception"].get("description"))
        return answer["result"].get("value")

    async def goto(self, url: str) -> None:
        await self.send("Page.enable")
        await self.send("Page.navigate", url=url)
        while await self.evaluate("document.readyState + location.href") != f"complete{url}":
            await asyncio.sleep(0.05)


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Page]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    profile = folder / "profile"
    process = await asyncio.create_subprocess_exec(
        program, *FLAGS, f"--user-data-dir={profile}", "about:blank",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        told = profile / "DevToolsActivePort"
        while not (told.exists() and told.read_text().count("\n")):
            await asyncio.sleep(0.05)
        port, path = told.read_text().split("\n")[:2]
        async with connect(f"ws://127.0.0.1:{port}{path}", max_size=None) as browser:
            whole = Page(browser)
            target = await whole.send("Target.createTarget", url="about:blank")
            page = f"ws://127.0.0.1:{port}/devtools/page/{target['targetId']}"
            async with connect(page, max_size=None) as tab:
                yield Page(tab)
    finally:
        process.kill()
        await process.wait()

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A real browser under test: headless Chromium, driven by its own debugging protocol.

`with chromium(folder) as browser, browser.page(url) as page: page.run("document.title")`. Every page
has a context of its own, as two people have two browsers. Nothing is waited for by the clock: `until`
asks again until the browser says yes.
"""

import json
import shutil
import subprocess
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--remote-debugging-port=0",
)
"""A moving test picture and a tone stand in for camera and microphone, without a question."""

PATIENCE_SECONDS = 60.0


class BrowserError(AssertionError):
    """The page threw, or did not come to what was waited for."""


class Page:
    """One page in a context of its own."""

    def __init__(self, browser: "Browser", context: str, session: str) -> None:
        self._browser = browser
        self.context = context
        self._session = session

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is awaited."""
        answer = self._browser.call(
            "Runtime.evaluate",
            self._session,
            expression=script,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise BrowserError(thrown.get("exception", {}).get("description") or thrown["text"])
        return answer["result"].get("value")

    def until(self, script: str, *, within: float = PATIENCE_SECONDS) -> Any:
        """The first true value of an expression."""
        deadline = time.monotonic() + within
        while not (found := self.run(script)):
            if time.monotonic() > deadline:
                raise BrowserError(f"never came true: {script}")
            time.sleep(0.05)
        return found

    def click(self, selector: str) -> None:
        """Click what a person would click, once she can see it."""
        chosen = json.dumps(selector)
        self.until(f"!!document.querySelector({chosen})?.checkVisibility()")
        self.run(f"document.querySelector({chosen}).click()")

    def cookie(self, name: str, value: str, url: str) -> None:
        """Give the page's context a cookie."""
        self._browser.call("Network.setCookie", self._session, name=name, value=value, url=url)

    def picture(self, path: Path) -> None:
        """What the page looks like now, as a PNG."""
        shot = self._browser.call("Page.captureScreenshot", self._session, format="png")
        path.write_bytes(b64decode(shot["data"]))


class Browser:
    """A running Chromium."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last = 0

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """One command of the debugging protocol and its answer; events are passed over."""
        self._last += 1
        asked: dict[str, Any] = {"id": self._last, "method": method, "params": parameters}
        if session is not None:
            asked["sessionId"] = session
        self._socket.send(json.dumps(asked))
        while True:
            answer = json.loads(self._socket.recv(timeout=PATIENCE_SECONDS))
            if answer.get("id") == self._last:
                break
        if "error" in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    @contextmanager
    def page(self, url: str = "about:blank") -> Iterator[Page]:
        """A page with storage, cookies and permissions of its own; closed at the end."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        try:
            target = self.call("Target.createTarget", url="about:blank", browserContextId=context)
            attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
            page = Page(self, context, attached["sessionId"])
            if url != "about:blank":
                self.call("Page.navigate", attached["sessionId"], url=url)
                page.until("document.readyState === 'complete' && location.href !== 'about:blank'")
            yield page
        finally:
            self.call("Target.disposeBrowserContext", browserContextId=context)


@contextmanager
def chromium(folder: Path, *flags: str) -> Iterator[Browser]:
    """Start Debian's Chromium with a profile below `folder`; stopped by its process at the end."""
    program = shutil.which("chromium")
    assert program, "Chromium is missing: run `sh tests/support/debian.sh`"
    profile = folder / "chromium"
    with (folder / "chromium.log").open("wb") as log:
        process = subprocess.Popen(
            [program, *FLAGS, *flags, f"--user-data-dir={profile}"],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        with connect(_address(profile, process), max_size=None, open_timeout=30) as socket:
            yield Browser(socket)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(profile: Path, process: "subprocess.Popen[bytes]") -> str:
    """Where the browser listens; it writes that into its profile when it does."""
    told = profile / "DevToolsActivePort"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "Chromium ended while it started"
        if told.exists() and len(lines := told.read_text().splitlines()) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.05)
    raise AssertionError("Chromium does not listen")

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Stand-ins that speak the engines' real protocols over HTTP on loopback."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from services.kit.outbound import Outbound
from services.kit.outbound.http import HttpTransport

Answer = tuple[int, Any]


class Call:
    """One request as the partner saw it."""

    def __init__(self, method: str, target: str, headers: dict[str, str], body: bytes) -> None:
        parts = urlsplit(target)
        self.method, self.path = method, parts.path
        self.query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.headers, self.body = headers, body

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


class Partner:
    """What the partner was asked, and the way to it."""

    def __init__(self, port: int) -> None:
        self.calls: list[Call] = []
        self.origin = f"http://127.0.0.1:{port}"

    def outbound(self) -> Outbound:
        return Outbound("partner", HttpTransport(self.origin), seconds=5)


@contextmanager
def partner(answer: Callable[[Call], Answer]) -> Iterator[Partner]:
    """A server that answers with what the function says, as JSON."""

    class Door(BaseHTTPRequestHandler):
        def _speak(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            call = Call(self.command, self.path, headers, self.rfile.read(size))
            seen.calls.append(call)
            status, said = answer(call)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _speak  # noqa: N815 -- the library asks for these names

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    seen = Partner(server.server_port)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def shouted(text: str) -> str:
    """What stand-ins call a translation: letters change, tags and tokens stay."""
    return re.sub(
        r"(<[^>]*>|&\w+;|\[/?notranslate\]|K\d+|k\d+x@mask\.invalid)|(\w+)",
        lambda match: match[1] or match[2].upper(),
        text,
    )

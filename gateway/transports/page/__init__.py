# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The page for developers: write an operation, sign in as a demo person, see answer and plan."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import msgspec

from gateway.pipeline.settings import GatewaySettings
from gateway.transports.health import send_json
from i18n import registry
from services.kit.wire.front.body import Receive, Send
from services.kit.wire.front.head import Scope

_FOLDER = Path(__file__).parent


class Page:
    """One self-contained HTML page; nothing in it comes from another address."""

    def __init__(self, settings: GatewaySettings) -> None:
        """Build the page once."""
        self._is_shown = settings.is_developer
        facts = {
            "callers": [{"name": name, "login": login} for name, login in settings.demo_callers],
            "locales": list(registry.tags()),
        }
        style = (_FOLDER / "page.css").read_text(encoding="utf-8")
        script = (_FOLDER / "page.js").read_text(encoding="utf-8")
        data = msgspec.json.encode(facts).decode().replace("<", "\\u003c")
        script = f"const FACTS = {data};\n{script}"
        markup = (_FOLDER / "page.html").read_text(encoding="utf-8")
        self._body = markup.replace("/*STYLE*/", style).replace("/*SCRIPT*/", script).encode()
        self._policy = (
            f"default-src 'none'; connect-src 'self'; style-src {_digest(style)}; "
            f"script-src {_digest(script)}; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        ).encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page, or with 404 where the profile has none."""
        del receive
        if not self._is_shown:
            await send_json(send, 404, {"code": "NOT_FOUND"})
            return
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", b"%d" % len(self._body)),
            (b"content-security-policy", self._policy),
            (b"cache-control", b"no-store"),
            (b"vary", b"Accept"),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else self._body
        await send({"type": "http.response.body", "body": body})


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

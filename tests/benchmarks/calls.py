# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""From "let in" to a picture on both sides: two real browsers, straight and through a real relay."""

import tempfile
import time
from pathlib import Path

from tests.services.care.browser.talks import FLOWS, LIVE, Talk
from tests.services.care.browser.turn_server import SECRET, TurnServer
from tests.support.browser import Browser, chromium
from tests.support.city import RunningCity, one_process

CALLS = 10


def main() -> None:
    """Ten calls each way; the bar is a 95th percentile of five seconds."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name in ("turn", "city", "browser"):
            (folder / name).mkdir()
        turn = TurnServer(folder / "turn")
        turn.start()
        try:
            settings = {"care_ice_urls": turn.url, "care_turn_secret": SECRET}
            with (
                one_process(
                    folder / "city", services="residents,identity,care", **settings
                ) as city,
                chromium(folder / "browser") as browser,
            ):
                for relay in (False, True):
                    took = sorted(_connect(city, browser, relay=relay) for _ in range(CALLS))
                    way = "through the relay" if relay else "straight"
                    print(f"call {way}: p50 {took[CALLS // 2]:.2f} s, longest {took[-1]:.2f} s")
        finally:
            turn.kill()


def _connect(city: RunningCity, browser: Browser, *, relay: bool) -> float:
    talk = Talk(city)
    with talk.pages(browser, relay=relay) as (mother, nurse):
        mother.until("page.state === 'SCHEDULED'")
        mother.click("#enter")
        nurse.until("page.waiting === 1")
        begun = time.monotonic()
        nurse.click("#admit")
        for side in (mother, nurse):
            side.until(LIVE)
        took = time.monotonic() - begun
        for side in (mother, nurse):
            side.until(FLOWS)
    return took

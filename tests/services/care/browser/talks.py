# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A booked consultation in a running city, and the two pages of the people who have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from tests.support.browser import Browser, Page
from tests.support.city import RunningCity

UNIT = "hemtjanst-sodermalm"
LIVE = "page.call && page.call.state === 'connected'"
FLOWS = """(async () => {
  if (!page.call?.pc) return null;
  const now = await page.call.measure();
  return now.frames > 0 && now.packets > 0 && now.local ? now : null;
})()"""
_minutes = count(30)


class Talk:
    """One consultation, asked for by Ingrid and held by Elin."""

    def __init__(self, city: RunningCity) -> None:
        self.city = city
        self.resident = city.token("elder")
        self.staff = city.token("staff")
        wish = (
            'mutation { requestConsultation(input: {unit: "%s", reason: "yrsel", language: "sv"}) '
            "{ consultation { id } userErrors { code } } }" % UNIT
        )
        self.id = self.step(wish, self.resident)["consultation"]["id"]
        start = datetime.now(UTC) + timedelta(minutes=next(_minutes))
        slot = self._slot(start)
        self.change("proposeConsultationSlots", self.staff, f'slotIds: ["{slot}"]')
        self.change("chooseConsultationSlot", self.resident, f'slotId: "{slot}"')

    def _slot(self, start: datetime) -> str:
        offer = (
            'mutation($s: DateTime!, $e: DateTime!) { offerConsultationSlots(input: {unit: "%s", '
            'slots: [{staff: "demo-staff", startsAt: $s, endsAt: $e}]}) '
            "{ slots { id } userErrors { code } } }" % UNIT
        )
        times = {"s": start.isoformat(), "e": (start + timedelta(minutes=1)).isoformat()}
        return self.step(offer, self.staff, **times)["slots"][0]["id"]

    def step(self, query: str, token: str, **variables: str) -> dict:
        """One mutation that must succeed."""
        answer = self.city.ask(query, token=token, variables=variables)
        assert "errors" not in answer, answer
        (payload,) = answer["data"].values()
        assert payload["userErrors"] == [], payload
        return payload

    def change(self, name: str, token: str, rest: str = "") -> None:
        """One step of this consultation."""
        self.step(
            'mutation { %s(input: {consultationId: "%s" %s}) { userErrors { code } } }'
            % (name, self.id, rest),
            token,
        )

    def address(self, *, staff: bool, relay: bool = False) -> str:
        """The page of one side."""
        token = self.staff if staff else self.resident
        flags = ("&as=staff" if staff else "") + ("&relay=1" if relay else "")
        base = f"http://127.0.0.1:{self.city.port}/care/call"
        return f"{base}?consultation={self.id}{flags}#token={token}"

    @contextmanager
    def pages(self, browser: Browser, *, relay: bool = False) -> Iterator[tuple[Page, Page]]:
        """The resident's page and the nurse's, each in a browser context of its own."""
        with (
            browser.page(self.address(staff=False, relay=relay)) as mother,
            browser.page(self.address(staff=True, relay=relay)) as nurse,
        ):
            yield mother, nurse

    @contextmanager
    def call(self, browser: Browser, *, relay: bool = False) -> Iterator[tuple[Page, Page]]:
        """Both sides connected, picture and sound flowing both ways."""
        with self.pages(browser, relay=relay) as sides:
            mother, nurse = sides
            mother.until("page.state === 'SCHEDULED'")
            mother.click("#enter")
            nurse.until("page.waiting === 1")
            nurse.click("#admit")
            for side in sides:
                side.until(LIVE)
            yield sides

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The browser of the tests does what it is told, and two pages share nothing."""

from tests.support.browser import chromium

PAGE = "data:text/html,<title>door</title><button onclick=\"document.title='open'\">open</button>"


def test_pages_are_driven_and_kept_apart(tmp_path):
    with chromium(tmp_path) as browser, browser.page(PAGE) as one, browser.page(PAGE) as other:
        assert one.context != other.context
        one.click("button")
        assert one.until("document.title === 'open'")
        assert other.run("document.title") == "door"
        assert other.run("Promise.resolve(6 * 7)") == 42

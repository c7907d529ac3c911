# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The person owns her data in every mode: who has looked, and everything downloaded."""

import pytest

pytestmark = pytest.mark.xdist_group("city")

LOG = "{ me { accessLog(first: 100) { entries { service byHerself } unavailable { service } } } }"
DOWNLOAD = "mutation { downloadMyData { complete missing page manifest } }"
NAME = "{ me { name } }"


def test_she_sees_every_look_at_her_data_over_every_service(city):  # security L4
    token = city.token("amina")
    city.ask(NAME, token=token)
    answer = city.ask(LOG, token=token)
    log = answer["data"]["me"]["accessLog"]
    assert log["unavailable"] == [], answer
    assert {"service": "residents", "byHerself": True} in log["entries"]


def test_she_downloads_everything_from_every_service(city):  # security V4
    got = city.ask(DOWNLOAD, token=city.token("amina"))["data"]["downloadMyData"]
    assert (got["complete"], got["missing"]) == (True, [])
    assert "Amina Haddad" in got["page"]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The guide over HTTP: packages with deltas, and Integreat's shapes for its existing apps."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller
from services.kit.wire.front.head import RequestHead
from services.newcomers.actions.guide import PublishPage, keep_page
from services.newcomers.domain.guide import PageSegment
from tests.services.newcomers.conftest import Pair
from tests.support.services import Asked

pytestmark = pytest.mark.anyio
V3 = "/newcomers/api/v3"


@asynccontextmanager
async def web(asked: Asked) -> AsyncGenerator[AsyncTestClient[Any]]:
    async def admit(_: RequestHead) -> Caller:
        return ANONYMOUS

    async with AsyncTestClient(rest_doors([asked.running], admit, asked.clock)) as client:
        yield client


async def test_a_package_and_its_difference(pair: Pair):
    async with web(pair.newcomers) as client:
        before = (await client.get("/newcomers/offline/ar/manifest")).json()
        files: dict[str, bytes] = {}
        for entry in before["files"]:
            body = (await client.get(f"/newcomers/offline/ar/files/{entry['path']}")).content
            assert (len(body), sha256(body).hexdigest()) == (entry["bytes"], entry["sha256"])
            files[entry["path"]] = body
        changed = PublishPage(
            slug="sfi", title="SFI.", segments=(PageSegment(path="01", text="Nytt."),)
        )
        await pair.newcomers.database.transact(lambda tx: keep_page(tx, changed))
        delta = (await client.get(f"/newcomers/offline/ar/deltas/{before['version']}")).json()
        assert set(delta["changed"]) == {"index.json", "pages/sfi.json"}
        now = (await client.get("/newcomers/offline/ar/manifest")).json()
        assert delta["version"] == now["version"] != before["version"]
        whole = files | {path: text.encode() for path, text in delta["changed"].items()}
        assert {path: sha256(body).hexdigest() for path, body in whole.items()} == {
            one["path"]: one["sha256"] for one in now["files"]
        }
        assert (await client.get("/newcomers/offline/ar/deltas/nothing")).status_code == 404
        assert (await client.get("/newcomers/offline/xx/manifest")).status_code == 404


async def test_integreat_reads_us(pair: Pair):
    # newcomers 4.5
    async with web(pair.newcomers) as client:
        (region,) = (await client.get(f"{V3}/regions")).json()
        assert region["path"] == "stockholm"
        pages = (await client.get(f"{V3}/stockholm/ar/pages")).json()
        assert [one["order"] for one in pages] == list(range(6))
        sfi = next(one for one in pages if one["path"] == "/stockholm/ar/sfi/")
        assert sfi["title"] == "SFI، السويدية للمهاجرين."
        assert 'data-fallback="true"' in sfi["content"]
        one = (await client.get(f"{V3}/stockholm/ar/page", params={"url": sfi["path"]})).json()
        assert one == sfi
        children = (await client.get(f"{V3}/stockholm/ar/children", params={"url": ""})).json()
        assert len(children) == 6
        (place,) = (await client.get(f"{V3}/stockholm/sv/locations")).json()
        assert place["location"]["name"] == "SFI-centrum"
        assert (await client.get(f"{V3}/gotham/ar/pages")).status_code == 404

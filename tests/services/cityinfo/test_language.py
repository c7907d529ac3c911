# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The language of the open doors: `?locale=`, profile, cookie, header, Swedish (i18n 3.3, 3.4)."""

from typing import Any, NamedTuple

import pytest
from litestar.testing import AsyncTestClient

from services.kit.web_door import rest_doors
from services.kit.wire.caller import ANONYMOUS, Caller, CallerKind
from tests.support.services import Asked

pytestmark = pytest.mark.anyio

SARA = Caller(kind=CallerKind.RESIDENT, sub="sara", loa=2)
FI, EN = ("cookie", "locale=fi"), ("accept-language", "en")


class Wish(NamedTuple):
    """What a request says about languages, and which one it gets."""

    query: str
    headers: tuple[tuple[str, str], ...]
    profile: str | None
    tag: str


HERE = "/cityinfo/v1/event.ics"
NOWHERE = "/cityinfo/v1/place/nowhere"


@pytest.mark.parametrize(
    "wish",
    [
        Wish("?locale=ar", (FI, EN), "so", "ar"),
        Wish("", (FI, EN), "so", "so"),
        Wish("", (FI, EN), None, "fi"),
        Wish("", (FI, EN), "tlh", "fi"),
        Wish("", (EN,), None, "en"),
        Wish("", (), None, "sv"),
    ],
)
@pytest.mark.parametrize(("path", "status"), [(HERE, 200), (NOWHERE, 404)])
async def test_who_decides(city: Asked, path: str, status: int, wish: Wish) -> None:
    async def admit(_head: Any) -> Caller:
        return SARA if wish.profile else ANONYMOUS

    async def language_of(caller: Caller) -> str | None:
        assert caller is SARA
        return wish.profile

    doors: Any = rest_doors([city.running], admit, city.clock, language_of=language_of)
    async with AsyncTestClient(doors) as client:
        answer = await client.get(path + wish.query, headers=dict(wish.headers))
    assert answer.status_code == status
    assert answer.headers["content-language"] == wish.tag
    assert answer.headers["vary"] == "Accept-Language, Authorization, Cookie"

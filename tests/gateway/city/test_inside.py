# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Figures are for operators: a service at a public address shows them on the inner listener alone (row 7)."""

import httpx
import pytest

from gateway.city.assembling import assemble_service
from gateway.city.opening import open_services
from gateway.city.settings import CitySettings
from services.kit.clock import ManualClock

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(("profile", "status"), [("public", 404), ("developer", 200)])
async def test_a_service_shows_its_figures_inside(tmp_path, profile, status):
    settings, clock = CitySettings(data_dir=str(tmp_path), profile=profile), ManualClock()
    services = await open_services(settings, clock, names=("identity",))
    assembled = await assemble_service(settings, services, clock)
    try:
        assert await told(assembled.app, "/metrics") == status
        assert await told(assembled.app, "/readyz") == 200
        assert await told(assembled.inside, "/metrics") == 200
        assert await told(assembled.inside, "/livez") == 200
        assert await told(assembled.inside, "/identity/authorize") == 404
    finally:
        await assembled.close()
        await services.stop()


async def told(app, path: str) -> int:
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        return (await client.get(path)).status_code

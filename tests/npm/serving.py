# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The small town behind a gateway on a real port: `python -m tests.npm.serving PROFILE PORT`."""

import sys

from gateway.pipeline.settings import GatewaySettings, Profile
from services.kit.wire.server import Served, run
from tests.support.shop import Town


async def _open() -> Served:
    app = Town().gateway(GatewaySettings(profile=Profile(sys.argv[1])))

    async def stop() -> None:
        return

    return Served(app=app, stop=stop)


if __name__ == "__main__":
    run(_open, host="127.0.0.1", port=int(sys.argv[2]))

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Partners of devices: subscribers that are told of changes, and the broker that readings come from."""

from collections.abc import Sequence

from services.devices.actions.running import intake_of
from services.devices.clients.broker import BrokerReader
from services.devices.clients.notifying import Notifier
from services.devices.settings import Places
from services.kit.context import Resources
from services.kit.outbound.reach import Reach
from services.kit.running import Attendant


def attendants(resources: Resources) -> Sequence[Attendant]:
    """What runs beside the answers: the notifier always, the broker's reader when one is set."""
    settings = resources.settings
    reach = Reach(anywhere=True) if settings.endpoints is Places.ANY else resources.reach
    found: list[Attendant] = [Notifier(resources.database, reach=reach)]
    if settings.broker:
        found.append(BrokerReader(settings, intake_of(resources)))
    return found

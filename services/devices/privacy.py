# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What devices tells about people: nothing; things report, and tables hold things alone."""

from services.devices.store.devices import device, frame
from services.devices.store.entities import entity, refusal, segment
from services.devices.store.subscriptions import due, edition, subscription
from services.kit.privacy import Rights

rights = Rights(impersonal=(device, frame, entity, segment, refusal, subscription, due, edition))
"""A subscription's owner is a service, or an officer in her office."""

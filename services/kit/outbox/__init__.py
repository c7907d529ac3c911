# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The outbox: events written with the state they tell of, and sent after the commit."""

from services.kit.outbox.inbox import consumer
from services.kit.outbox.relay import Relay

__all__ = ["Relay", "consumer"]

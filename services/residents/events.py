# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What residents hears: what services want to tell a person, and their answers about her data."""

from services.kit.service import Consumer
from services.kit.wire.notice import WANTED
from services.residents.actions.inbox import receive
from services.residents.actions.rights import take_answer

consumers = (
    Consumer(name="inbox", types=(WANTED,), effect=receive),
    Consumer(name="rights", types=("*.rights.told",), effect=take_answer),
)
"""Effects of others' events here."""

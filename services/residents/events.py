# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What residents hears: the answers of every service to a person's request about her data."""

from services.kit.service import Consumer
from services.residents.actions.rights import take_answer

consumers = (Consumer(name="rights", types=("*.rights.told",), effect=take_answer),)
"""Effects of others' events here."""

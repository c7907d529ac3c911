# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Ways out of the city to one person: e-mail, text message, push, behind one port.

Importing this package loads no partner; `services.kit.channels.opening` chooses the forms.
"""

from services.kit.channels.inside import NullChannel, RecordingChannel
from services.kit.channels.message import (
    Channel,
    ChannelKind,
    Message,
    PushKeys,
    Receipt,
    State,
)

__all__ = [
    "Channel",
    "ChannelKind",
    "Message",
    "NullChannel",
    "PushKeys",
    "Receipt",
    "RecordingChannel",
    "State",
]

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Settings of residents: the ways out (TORGET_RESIDENTS_MAIL_URL, ..._SMS_URL, ..._PUSH)."""

from services.kit.channels.opening import ChannelSettings


class Settings(ChannelSettings, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How mail, text messages and pushes leave."""

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What the gateway keeps in its own database: sessions, sign-ins under way, revocations."""

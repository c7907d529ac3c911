# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What people do with what the city knows of them: profiles, mandates, consents, their rights."""

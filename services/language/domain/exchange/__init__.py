# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Exchange with translators' tools: XLIFF 2.1, TMX 1.4b, TBX-Basic, PO."""

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Live answers: mailboxes, graphql-transport-ws, server-sent events and multipart subscriptions."""

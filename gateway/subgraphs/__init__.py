# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Subgraphs as the gateway reaches them: in this process, over HTTP/1.1, over TLS."""

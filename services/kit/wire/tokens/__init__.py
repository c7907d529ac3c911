# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Signed words between gateway and e-services: strict JWS, keys, caller tokens, bindings.

The only place that knows joserfc and the asymmetric half of cryptography.
"""

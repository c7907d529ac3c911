# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The words and the machinery that gateway and e-services share; nothing here knows either."""

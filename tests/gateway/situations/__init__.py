# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The situations of federation, each a book of text with the resolvers that go with it."""

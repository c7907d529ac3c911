# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What can be done with the content: read it, search it, write it, take calendars and files in."""

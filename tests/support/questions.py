# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The questions that whole-city tests, benchmarks and the README ask."""

PLACE = {"latitude": 59.34050, "longitude": 18.04103}
"""A paid kerb of the demonstration data."""

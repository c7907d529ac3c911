# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The questions that whole-city tests and benchmarks ask."""

from gateway.city.questions import HOME

__all__ = ["HOME", "VERDICT"]

VERDICT = """
query Verdict {
  parkingVerdict(at: {latitude: 59.34050, longitude: 18.04103}) {
    allowed until because { citation } price { perHour { amount } }
  }
}
"""

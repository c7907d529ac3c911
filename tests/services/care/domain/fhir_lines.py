# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Prints the FHIR resources of the tests, one a line, for `make oracle`."""

import sys

import msgspec

from tests.services.care.domain.test_fhir import RESOURCES

for resource in RESOURCES:
    sys.stdout.write(msgspec.json.encode(resource).decode() + "\n")

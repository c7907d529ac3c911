# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Care as HL7 FHIR shows it: R4 (4.0.1) first, R5 (5.0.0) where it differs (care 4.3)."""

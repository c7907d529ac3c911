# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What tests of e-services need: real servers on loopback, started and stopped by the run itself."""

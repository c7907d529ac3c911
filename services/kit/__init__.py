# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""What an e-service is made of: a kernel that knows no service and no gateway."""

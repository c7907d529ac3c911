# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST doors of care: alarms from devices and partners, reports of providers."""

from services.care.rest.alarms import routes as alarm_routes

routes = [*alarm_routes]

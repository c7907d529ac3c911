# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST doors of care: alarms from devices and partners, reports of providers, the page of a call."""

from services.care.rest.alarms import routes as alarm_routes
from services.care.rest.call_page import call_page

routes = [*alarm_routes, call_page]

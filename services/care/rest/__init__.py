# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""REST doors of care: alarms, reports of providers, the page of a call, FHIR, a plan's calendar."""

from services.care.rest.alarms import routes as alarm_routes
from services.care.rest.calendar import show_calendar
from services.care.rest.call_page import call_page
from services.care.rest.fhir import fhir

routes = [*alarm_routes, call_page, fhir, show_calendar]

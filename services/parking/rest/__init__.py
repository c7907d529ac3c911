# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Doors of parking: the city's feed, operators and enforcers (Parkkihubi), open feeds, charging points."""

from services.parking.rest.cds import cds_doors
from services.parking.rest.enforcement import enforcement_doors, public_doors
from services.parking.rest.feeds import feed_doors
from services.parking.rest.ltf import ltf_doors
from services.parking.rest.offline import offline_doors
from services.parking.rest.operators import operator_doors

routes = [
    ltf_doors, operator_doors, enforcement_doors, offline_doors, public_doors, feed_doors, cds_doors,
]  # fmt: skip

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may read the open city (everybody) and who may change it."""

from services.kit.policy import ANYONE, SERVICE, Rule, role

rules = (
    Rule("cityinfo.content.read", allow=(ANYONE,), about="What the city tells is for everybody."),
    Rule(
        "cityinfo.content.edit",
        allow=(role("editor"), SERVICE),
        about="Editors and the city's own imports change what is told.",
    ),
)

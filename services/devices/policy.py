# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may report, ask and subscribe."""

from services.kit.policy import ANYONE, DEVICE, SERVICE, Rule, role

rules = (
    Rule(
        "devices.entity.write",
        allow=(SERVICE, DEVICE, role("officer")),
        about="Gateways and services report what they observe; an officer puts right by hand.",
    ),
    Rule(
        "devices.entity.read",
        allow=(ANYONE,),
        about="What is open is open to everybody; the rest is cut away.",
    ),
    Rule(
        "devices.entity.all",
        allow=(SERVICE, role("officer")),
        about="Attributes that are not open: the city's own services and its officers.",
    ),
    Rule(
        "devices.subscription.write",
        allow=(SERVICE, role("officer")),
        about="A service subscribes to what it may read, or an officer for one.",
    ),
    Rule(
        "devices.device.register",
        allow=(SERVICE, role("officer")),
        about="A device is named with the thing it speaks of.",
    ),
    Rule(
        "devices.intake.read",
        allow=(SERVICE, role("officer")),
        about="What was refused, how often and why.",
    ),
)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The doors of an OpenID provider are public: whoever comes has not signed in yet."""

from services.kit.policy import ANYONE, Rule

rules = (
    Rule(
        "identity.provider.use",
        allow=(ANYONE,),
        about="Anybody may ask the demonstration issuer for a sign-in or its keys.",
    ),
)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""How the gateway tells at a sign-in which number an issuer vouched for; no client sees this field."""

from datetime import date

import strawberry

from services.kit.graph import Info
from services.kit.graph_guard import permission
from services.residents.actions.numbers import LinkIdentity, link_identity
from services.residents.domain.facts import Facts, PersonName
from services.residents.privacy import NUMBER


@strawberry.federation.input(
    description="A number that an issuer vouched for.", inaccessible=True, directives=[NUMBER]
)
class LinkIdentityInput:
    """A person and her number."""

    person: strawberry.ID = strawberry.field(description="Our id of her at this issuer.")
    number: str = strawberry.field(description="Twelve digits.")
    previous: str | None = strawberry.field(
        default=None, description="The coordination number she had before."
    )
    given_name: str | None = strawberry.field(
        default=None, description="As the issuer vouches for it."
    )
    family_name: str | None = strawberry.field(
        default=None, description="As the issuer vouches for it."
    )
    birth_date: date | None = strawberry.field(
        default=None, description="As the issuer vouches for it."
    )


@strawberry.type
class IdentityChanges:
    """What only the city itself may do."""

    @strawberry.federation.mutation(
        description="Find the person with a number, or keep it for this one; her id.",
        extensions=[permission("residents.identity.link")],
        directives=[NUMBER],
        inaccessible=True,
    )
    async def link_identity(self, input: LinkIdentityInput, info: Info) -> strawberry.ID:
        """One person, whichever issuer she comes from."""
        named = input.given_name and input.family_name
        wish = LinkIdentity(
            person=str(input.person), number=input.number, previous=input.previous,
            facts=Facts(
                name=PersonName(given=input.given_name or "", family=input.family_name or "")
                if named
                else None,
                birth=input.birth_date,
            ),
        )  # fmt: skip
        caller = info.context.caller
        person = await info.context.database.transact(lambda tx: link_identity(tx, caller, wish))
        return strawberry.ID(person)

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Taking sentences and units of the memory from readers, and giving units back."""

import strawberry

from services.kit.graph import Info, Locale
from services.kit.graph_guard import permission
from services.language.actions import documents, quarantine
from services.language.graph.changing import attempt
from services.language.graph.types import (
    MemoryUnitPayload,
    TranslationApprovalPayload,
    document_type,
    unit_type,
)


@strawberry.input(description="A sentence that readers should not be shown.")
class QuarantineTranslationInput:
    """A sentence."""

    document_id: strawberry.ID = strawberry.field(description="The page.")
    locale: Locale = strawberry.field(description="The language.")
    path: str = strawberry.field(description="The place of the sentence.")
    reason: str = strawberry.field(description="Why, for colleagues; 1 to 500 characters.")


@strawberry.input(description="A unit of the memory that should not be offered.")
class QuarantineMemoryUnitInput:
    """A unit."""

    unit_id: strawberry.ID = strawberry.field(description="The unit.")
    reason: str = strawberry.field(description="Why, for colleagues; 1 to 500 characters.")


@strawberry.input(description="A unit of the memory that is in order again.")
class ReleaseMemoryUnitInput:
    """A unit."""

    unit_id: strawberry.ID = strawberry.field(description="The unit.")


@strawberry.type
class QuarantineChanges:
    """Changes to what is shown and offered."""

    @strawberry.mutation(
        description="Take a sentence from readers at once; approving it lets it out again.",
        extensions=[permission("language.document.approve")],
    )
    async def quarantine_translation(
        self, info: Info, input: QuarantineTranslationInput
    ) -> TranslationApprovalPayload:
        """Its unit of the memory goes with it."""
        context = info.context

        done, errors = await attempt(
            info,
            lambda tx: quarantine.hold_line(
                tx, context.caller, input.document_id, locale=input.locale, path=input.path,
                reason=input.reason,
            ),
        )  # fmt: skip
        del done
        if errors:
            return TranslationApprovalPayload(document=None, user_errors=errors)
        opened = await documents.open_document(
            context.database, context.caller, input.document_id, input.locale
        )
        return TranslationApprovalPayload(document=document_type(opened), user_errors=[])

    @strawberry.mutation(
        description="Offer a unit of the memory to nobody.",
        extensions=[permission("language.document.approve")],
    )
    async def quarantine_memory_unit(
        self, info: Info, input: QuarantineMemoryUnitInput
    ) -> MemoryUnitPayload:
        """Approving the same sentence again ends it too."""
        caller = info.context.caller
        unit, errors = await attempt(
            info, lambda tx: quarantine.hold_unit(tx, caller, input.unit_id, input.reason)
        )
        return MemoryUnitPayload(unit=unit_type(unit) if unit else None, user_errors=errors)

    @strawberry.mutation(
        description="Offer a unit of the memory again.",
        extensions=[permission("language.document.approve")],
    )
    async def release_memory_unit(
        self, info: Info, input: ReleaseMemoryUnitInput
    ) -> MemoryUnitPayload:
        """End its quarantine."""
        caller = info.context.caller
        unit, errors = await attempt(
            info, lambda tx: quarantine.release_unit(tx, caller, input.unit_id)
        )
        return MemoryUnitPayload(unit=unit_type(unit) if unit else None, user_errors=errors)

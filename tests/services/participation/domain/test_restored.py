# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A proposal that is shown again goes on where it was."""

from msgspec.structs import replace

from services.participation.domain.proposals import Proposal, ProposalState, restored


def test_the_term_of_a_proposal_that_reached_its_threshold_does_not_start_anew():
    young = Proposal(
        id="p",
        title="Bänkar",
        text="Fler bänkar vid torget.",
        language="sv",
        author="a",
        district="",
    )
    assert restored(young) is ProposalState.PUBLISHED
    assert restored(replace(young, answer_due_at=1)) is ProposalState.THRESHOLD_REACHED

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""chrF++ against golden values of sacrebleu 2.6.0 (word order 2, its other settings as they come)."""

import pytest

from services.language.domain.likeness import chrf


@pytest.mark.parametrize(
    ("text", "reference", "wanted"),
    [
        ("Kurset starter på mandag.", "Kurset begynner på mandag.", 59.8325),
        ("Du får plass på kurset.", "Du får plass på kurset.", 100.0),
        ("Kursen börjar i morgon.", "Kurset begynner i morgen.", 31.0705),
        ("أين المركز الصحي؟", "أين يقع المركز الصحي؟", 66.3071),
        ("(Ring 112!) nu", "Ring 112 nu!", 51.9866),
        ("ኣብ ትምህርቲ", "ኣብ ቤት ትምህርቲ", 40.2209),
        ("Hej", "Hej hej", 46.7422),
        ("a", "b", 0.0),
        ("", "x", 0.0),
        ("x", "", 0.0),
    ],
)
def test_the_values_of_the_reference_program(text: str, reference: str, wanted: float):
    # newcomers 3 rule 12
    assert chrf(text, reference) == pytest.approx(wanted, abs=5e-5)

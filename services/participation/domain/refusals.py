# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A ballot, a file or a proof that cannot be accepted, with the code of the rule it breaks."""


class Refused(Exception):
    """Names the rule by its code, and where it was broken, in one sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        """Keep the code apart from the sentence: machines read one, people the other."""
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

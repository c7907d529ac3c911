# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Guides: questions and answers, with what the Single Digital Gateway wants to know (D1)."""

import msgspec

from services.cityinfo.domain.words import Words


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A question people have, and its answer."""

    question: Words
    answer: Words


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """A page of information or a procedure (EU 2018/1724)."""

    id: str
    title: Words
    lead: Words
    questions: tuple[Question, ...] = ()
    authority: Words = {}
    legal_basis: Words = {}
    fees: Words = {}
    deadlines: Words = {}
    documents: Words = {}
    redress: Words = {}
    keywords: tuple[str, ...] = ()
    sample: bool = False
    updated_at: int = 0


class Keyword(msgspec.Struct, frozen=True, kw_only=True):
    """A word of the ontology."""

    id: str
    label: Words
    parent: str = ""

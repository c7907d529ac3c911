# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Who may have texts translated, read them, and decide about words and money."""

from services.kit.policy import ANYONE, SERVICE, Rule, role

_TRANSLATOR = role("translator")
_EDITOR = role("editor")

rules = (
    Rule(
        "language.text.translate",
        allow=(SERVICE, _TRANSLATOR, _EDITOR),
        about="Other e-services and the city's translators have texts translated.",
    ),
    Rule(
        "language.text.measure",
        allow=(ANYONE,),
        about="Anybody may have a text measured; nothing of it is kept.",
    ),
    Rule("language.glossary.read", allow=(ANYONE,), about="The city's choice of words is public."),
    Rule("language.glossary.write", allow=(_TRANSLATOR,), about="Translators choose the words."),
    Rule(
        "language.memory.read",
        allow=(SERVICE, _TRANSLATOR),
        about="The memory is the translators' tool.",
    ),
    Rule(
        "language.document.read",
        allow=(SERVICE, _TRANSLATOR, _EDITOR),
        about="Translators and editors see how pages stand in each language.",
    ),
    Rule(
        "language.document.translate",
        allow=(SERVICE, _TRANSLATOR, _EDITOR),
        about="Editors ask for a language, translators put right and approve.",
    ),
    Rule(
        "language.document.approve",
        allow=(_TRANSLATOR,),
        about="Only a translator approves what readers see.",
    ),
    Rule(
        "language.budget.read", allow=(_TRANSLATOR, _EDITOR), about="What machines may still cost."
    ),
    Rule("language.budget.write", allow=(_EDITOR,), about="An editor sets what machines may cost."),
)

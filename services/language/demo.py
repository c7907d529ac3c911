# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Words and sentences of the demonstration city: a small glossary and a memory people have approved."""

from services.kit.data import Tx
from services.language.actions.memory import keep_term, remember
from services.language.domain.glossary import Status, Term
from services.language.domain.memory import Unit
from services.language.domain.segments import source_hash

TERMS = (
    ("folkbokföring", "ar", "folkbokföring", Status.KEEP, "سجل السكان"),
    ("folkbokföring", "so", "folkbokföring", Status.KEEP, "diiwaanka dadka"),
    ("folkbokföring", "en", "folkbokföring", Status.KEEP, "population registration"),
    ("personnummer", "ar", "personnummer", Status.KEEP, "الرقم الشخصي"),
    ("personnummer", "so", "personnummer", Status.KEEP, "lambarka aqoonsiga"),
    ("förskola", "en", "preschool", Status.PREFERRED, ""),
    ("förskola", "en", "kindergarten", Status.FORBIDDEN, ""),
    ("vårdcentral", "en", "health centre", Status.PREFERRED, ""),
    ("vårdcentral", "ar", "المركز الصحي", Status.PREFERRED, ""),
    ("vårdcentral", "so", "xarunta caafimaadka", Status.PREFERRED, ""),
)

FIRST_TIME = "Här hittar du det viktigaste för din första tid i staden."
PHRASES = (
    ("Välkommen till Stockholm.", "ar", "مرحبا بكم في ستوكهولم."),
    ("Välkommen till Stockholm.", "so", "Ku soo dhawoow Stockholm."),
    ("Välkommen till Stockholm.", "en", "Welcome to Stockholm."),
    ("Kan vi hjälpa dig med något mer?", "ar", "هل يمكننا مساعدتك في شيء آخر؟"),
    ("Kan vi hjälpa dig med något mer?", "so", "Ma jiraan wax kale oo aan kaa caawin karno?"),
    ("Kan vi hjälpa dig med något mer?", "en", "Can we help you with anything else?"),
    ("Du kan be om en tolk. Det kostar ingenting.", "ar", "يمكنك طلب مترجم. هذا مجاني."),
    ("Du kan be om en tolk. Det kostar ingenting.", "so", "Waxaad codsan kartaa turjumaan. Waa bilaash."),
    (FIRST_TIME, "ar", "تجد هنا أهم ما تحتاجه في أول فترة لك في المدينة."),
    (FIRST_TIME, "so", "Halkan waxaad ka helaysaa waxa ugu muhiimsan marka ugu horreysa."),
    ("SFI, svenska för invandrare.", "ar", "SFI، السويدية للمهاجرين."),
    ("SFI, svenska för invandrare.", "so", "SFI, Iswiidhishka soogalootiga."),
    ("SFI är en kurs i svenska. Den är gratis.", "ar", "SFI دورة في اللغة السويدية. وهي مجانية."),
    ("SFI är en kurs i svenska. Den är gratis.", "so", "SFI waa koorso luqadda Iswiidhishka ah. Waa bilaash."),
    ("Anmäl dig på SFI-centrum. Ta med legitimation.", "ar", "سجل نفسك في SFI-centrum. أحضر معك إثبات هوية."),
    ("Anmäl flytten till Skatteverket.", "ar", "أبلغ Skatteverket عن انتقالك."),
    ("Anmäl flytten till Skatteverket.", "so", "U sheeg Skatteverket inaad soo guurtay."),
)  # fmt: skip


async def seed(tx: Tx) -> None:
    """Put the words and sentences in; those already there are written anew."""
    for number, (source, locale, target, status, gloss) in enumerate(TERMS, 1):
        await keep_term(
            tx,
            Term(id=f"demo-{number:03}", source=source, locale=locale, target=target,
                 status=status, gloss=gloss),
        )  # fmt: skip
    for number, (source, locale, target) in enumerate(PHRASES, 1):
        await remember(
            tx,
            Unit(
                id=f"demo-{number:03}", source_locale="sv", locale=locale, source=source,
                target=target, source_hash=source_hash(source), approved_at=tx.now,
            ),
        )  # fmt: skip

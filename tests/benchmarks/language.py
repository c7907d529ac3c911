# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Language: fuzzy look-up in fifty thousand segments against brute force, masking, identification."""

import random
import time
from statistics import median

from services.language.clients.linguistics import detect, hear
from services.language.domain.masking import Style, mask, restore
from services.language.domain.memory import FuzzyIndex, likeness
from tests.services.language.spoken import LANGUAGES, SHORT, catalogue, spoken

SEGMENTS = 50_000
QUESTIONS = 100
CATALOGUES = ("ar", "so", "uk", "es", "fi", "en", "sv")
LETTER = (
    "Hej, jag heter Amina Haddad. Mitt personnummer är 19811228-9874. Jag bor på Kungsgatan 12 B, "
    "111 43 Stockholm. Ring 070-123 45 67. Ärende SOC 2026/1234-5. Vi undrar när kursen börjar och "
    "om barnen kan få en plats i förskolan. Skriv till amina@example.se så fort ni vet något mer. "
)


def corpus(chance: random.Random) -> list[str]:
    """Sentences as a guide has them: few common words, many rare ones."""
    syllables = (
        "an",
        "be",
        "del",
        "er",
        "för",
        "gå",
        "het",
        "in",
        "kom",
        "lig",
        "mun",
        "ning",
        "om",
        "pla",
        "ser",
        "tag",
        "upp",
        "vis",
    )
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(6000)]
    small = ["och", "att", "du", "i", "på", "som", "till", "en", "av", "kan"]
    return [
        " ".join(
            chance.choice(small) if chance.random() < 0.35 else chance.choice(words)
            for _ in range(chance.randint(5, 16))
        )
        for _ in range(SEGMENTS)
    ]


def edited(text: str, chance: random.Random) -> str:
    """The sentence with a word changed, left out or added."""
    words = text.split()
    at = chance.randrange(len(words))
    change = chance.random()
    if change < 0.5:
        words[at] = "annat"
    elif change < 0.75:
        del words[at]
    else:
        words.insert(at, "också")
    return " ".join(words)


def fuzzy() -> None:
    """Recall and speed against comparing every segment."""
    chance = random.Random(11)
    texts = corpus(chance)
    index = FuzzyIndex(texts)
    questions = [edited(chance.choice(texts), chance) for _ in range(QUESTIONS)]
    quick: list[float] = []
    slow: list[float] = []
    hits = wanted = 0
    for question in questions:
        begin = time.perf_counter()
        found = index.best(question)
        quick.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        best = _brute(question, texts)
        slow.append(time.perf_counter() - begin)
        if best >= 0.7:
            wanted += 1
            hits += bool(found) and found[0][1] >= best - 1e-9
    print(
        f"fuzzy look-up in {SEGMENTS} segments: {median(slow) / median(quick):.0f} x brute force "
        f"({median(quick) * 1000:.1f} ms), recall {hits / max(1, wanted):.3f} of it"
    )


def _brute(question: str, texts: list[str]) -> float:
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    found = process.extractOne(question, texts, scorer=Levenshtein.normalized_similarity)
    return found[1]


def masking() -> None:
    """Letters a second, masked and restored."""
    rounds = 400
    begin = time.perf_counter()
    for _ in range(rounds):
        masked = mask(LETTER, Style.XML, names=("Amina Haddad",))
        restore(masked, masked.text)
    seconds = time.perf_counter() - begin
    size = len(LETTER) * rounds / seconds
    print(
        f"masking and restoring: {rounds / seconds:.0f} letters/s, {size / 1e6:.2f} million characters/s"
    )


def identifying() -> None:
    """How often the language of a sentence is found: our own sentences, and the city's texts by others."""
    short = [pair for tag in LANGUAGES for pair in spoken(tag)[:SHORT]]
    longer = [pair for tag in LANGUAGES for pair in spoken(tag)[SHORT:]]
    house = [pair for tag in CATALOGUES for pair in catalogue(tag)]
    begin = time.process_time()
    found = [[detect(text) for text, _ in pairs] for pairs in (short, longer, house)]
    seconds = time.process_time() - begin
    for name, pairs, guesses in zip(
        ("short", "longer", "house"), (short, longer, house), found, strict=True
    ):
        right = sum(guess.language == tag for guess, (_, tag) in zip(guesses, pairs, strict=True))
        alone = sum(_alone(text) == tag for text, tag in pairs)
        print(
            f"identification, {name}: {right / len(pairs):.3f} of {len(pairs)} "
            f"(the general detector alone {alone / len(pairs):.3f}), "
            f"asked about {sum(guess.must_ask for guess in guesses) / len(pairs):.3f}"
        )
    print(f"identification: {sum(map(len, found)) / seconds:.0f} texts/s")


def _alone(text: str) -> str:
    """What the general detector says, in the house's tags where they only differ in name."""
    heard = hear(text)
    if heard is None:
        return "und"
    if heard.language == "ku":
        return "ckb" if any("\u0600" <= sign <= "\u06ff" for sign in text) else "kmr"
    return {"no": "nb"}.get(heard.language, heard.language)


def main() -> None:
    """Everything of language."""
    assert likeness("a", "a") == 1.0
    fuzzy()
    masking()
    identifying()


if __name__ == "__main__":
    main()

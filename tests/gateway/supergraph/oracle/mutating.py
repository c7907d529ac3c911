# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""Random faults in the sources of a case: what teams get wrong when they edit schemas."""

import re
from random import Random

from gateway.supergraph.compose import SubgraphSource
from tests.gateway.supergraph.compose.casebook import Case

_EDITS = (
    (r" @shareable", ""),
    (r" @external", ""),
    (r"\bInt\b", "String"),
    (r"ID!", "ID"),
    (r"(\w+): Int\b", r"\1: Int!"),
    (r"(\w+: Int)\b", r"\1 @inaccessible"),
    (r"(\w+: Int)\b", r'\1 @tag(name: "x")'),
    (r"(\w+: Int)\b", r"\1 @external"),
    (r"(\w+: \w+)\b(?=[^()]*\})", r"\1 @shareable"),
    (r' @key\(fields: "[^"]*"\)', ""),
    (r'(@key\(fields: "[^"]*")\)', r"\1, resolvable: false)"),
    (r' @requires\(fields: "[^"]*"\)', ""),
    (r' @provides\(fields: "[^"]*"\)', ""),
    (r' @override\(from: "[^"]*"[^)]*\)', ""),
    (r" @interfaceObject", ""),
    (r" implements \w+", ""),
    (r"\{ (\w+): ", r"{ \1x: "),
    (r" \w+: Int\b", ""),
    (r"type (\w+) ", r"extend type \1 "),
    (r"type (\w+) ", r"interface \1 "),
    (r"\b[A-Z]\w*(?= \})", "Nope"),
    (r"(\w+): ", r"\1(x: Int!): "),
    (r"(\w+): ", r"\1(x: Int = 3): "),
    (r" = (\w+) \|", r" ="),
    (r"\[(\w+!?)\]", r"\1"),
    (r"type (\w+) ", r"type \1 @inaccessible "),
    (r"enum (\w+) \{ \w+", r"enum \1 { OTHER"),
)


def mutate(case: Case, seed: int) -> list[SubgraphSource]:
    """The sources of a case with one to three random edits behind their links."""
    random = Random(f"{case.name}{seed}")
    sources = list(case.sources)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        index = random.randrange(len(sources))
        source = sources[index]
        head, _, body = source.sdl.partition("\n")
        pattern, text = random.choice(_EDITS)
        found = list(re.finditer(pattern, body))
        if not found or "@link" in body:
            continue
        spot = random.choice(found)
        body = body[: spot.start()] + spot.expand(text) + body[spot.end() :]
        sources[index] = SubgraphSource(source.name, source.url, f"{head}\n{body}")
    return sources

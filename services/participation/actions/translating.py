# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""A reader asks for words in her language: language is asked through its graph, once for all readers."""

from collections.abc import Sequence
from typing import Any, Final

from services.kit.context import Resources
from services.kit.data import Database
from services.kit.errors import InputInvalid, NotFound, Problem
from services.kit.neighbours import Neighbours
from services.kit.policy import require
from services.kit.wire.caller import Caller
from services.participation.domain.renderings import Original, Rendering, original_of
from services.participation.store import papers as store
from services.participation.store import renderings as made
from services.participation.store.papers import Paper

UNAVAILABLE: Final = "PARTICIPATION_TRANSLATION_UNAVAILABLE"
TRANSLATE: Final = """mutation Translate($input: TranslateTextsInput!) {
  translateTexts(input: $input) {
    translations { text { value } machineTranslated engine mayShow }
    userErrors { code } } }"""


async def translate(resources: Resources, caller: Caller, key: str, locale: str) -> Rendering:
    """The words of a paper in a language; kept, so that the next reader does not ask again.

    Raises the Problem that no engine can or may; the original is read then.
    """
    require(caller, "participation.word.translate")
    database = resources.database
    held = await database.one(store.any_paper, id=key)
    original = None if held is None else original_of(held.kind, held.state, held.body)
    if original is None:
        raise NotFound
    if original.language == locale:
        raise InputInvalid(path=("locale",))
    known = await database.one(made.rendering_of, paper=key, locale=locale)
    if known is not None and known.source_hash == original.hash:
        return known
    said = await _ask(resources.neighbours, original, key, locale)
    fresh = Rendering(
        paper=key,
        locale=locale,
        source_hash=original.hash,
        parts={name: one["text"]["value"] for name, one in zip(original.parts, said, strict=True)},
        engine=next((one["engine"] for one in said if one["engine"]), ""),
        is_machine=any(one["machineTranslated"] for one in said),
        made_at=database.clock.now_ms(),
    )
    await database.transact(
        lambda tx: tx.run(
            made.put_rendering, paper=key, locale=locale, source_hash=fresh.source_hash,
            parts=fresh.parts, engine=fresh.engine, is_machine=fresh.is_machine,
            made_at=fresh.made_at,
        )
    )  # fmt: skip
    return fresh


async def _ask(
    neighbours: Neighbours | None, original: Original, key: str, locale: str
) -> list[dict[str, Any]]:
    if neighbours is None:
        raise Problem(UNAVAILABLE)
    given = {
        "texts": list(original.parts.values()), "source": original.language, "target": locale,
        "unit": "participation", "key": f"participation:{key}:{locale}:{original.hash[:16]}",
    }  # fmt: skip
    try:
        data = await neighbours.ask("language", TRANSLATE, variables={"input": given})
    except Problem as problem:
        raise Problem(UNAVAILABLE) from problem
    said: list[dict[str, Any]] = data["translateTexts"]["translations"]
    if len(said) != len(original.parts) or not all(one["mayShow"] for one in said):
        raise Problem(UNAVAILABLE)
    return said


async def read_renderings(
    database: Database, papers: Sequence[Paper], locale: str
) -> list[Rendering | None]:
    """What has been translated of papers, in their order; not when the original changed or is hidden."""
    ids = [each.id for each in papers]
    known = {r.paper: r for r in await database.many(made.renderings_in, papers=ids, locale=locale)}
    found: list[Rendering | None] = []
    for each in papers:
        original = original_of(each.kind, each.state, each.body)
        one = known.get(each.id)
        holds = one is not None and original is not None and one.source_hash == original.hash
        found.append(one if holds else None)
    return found

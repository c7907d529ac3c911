# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The first five queries of the README, as `torget demo ask` asks them of the running city."""

import msgspec


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A query, who asks it, and the language her browser wishes for (her profile goes before it)."""

    title: str
    query: str
    person: str | None = None
    language: str = "en"


HOME = """
query Home {
  me { name language parkingSessions(first: 3) { edges { node { id status paidUntil } } } }
  parkingVerdict(at: {latitude: 59.34050, longitude: 18.04103}) {
    allowed
    until
    summary { value language direction isFallback }
    because { citation url text { value } }
    price { perHour { amount currency } tariff { code } }
  }
}
"""

FIRST_FIVE = (
    Question(
        title="May I park here now, until when, at what price, and why? With my profile and sessions",
        query=HOME,
        person="amina",
    ),
    Question(
        title="The same place on Midsummer Eve, asked by a visitor",
        query="""
query Midsummer {
  parkingVerdict(
    at: {latitude: 59.34050, longitude: 18.04103}
    time: "2026-06-19T10:00:00Z"
  ) {
    allowed
    summary { value }
    price { perHour { amount } tariff { code wording windows { text { value } } } }
  }
}
""",
    ),
    Question(
        title="My profile and how the city reaches me",
        query="""
query Profile @locale(lang: "so") {
  me { id name language version contactWays { kind address verified } }
}
""",
        person="amina",
    ),
    Question(
        title="A stay priced to the öre, with every step on the receipt",
        query="""
mutation Quote @locale(lang: "fi") {
  quoteParking(
    input: {
      at: {latitude: 59.34050, longitude: 18.04103}
      start: "2030-06-03T04:30:00Z"
      end: "2030-06-03T05:30:00Z"
    }
  ) {
    quote { id citation receipt { total { amount } vat { amount } lines { text { value } exactOre } } }
    userErrors { code message }
  }
}
""",
        person="amina",
    ),
    Question(
        title="A language the city does not have is refused with what to do",
        query="""
mutation Language @locale(lang: "sv") {
  chooseLanguage(input: {language: "tlh", version: 1}) {
    resident { language }
    userErrors { code message path }
  }
}
""",
        person="amina",
    ),
)

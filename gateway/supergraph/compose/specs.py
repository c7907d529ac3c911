# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The directives of the linked specs: since when, where, with which arguments.

https://specs.apollo.dev/federation/v2.0 to v2.14.
"""

import msgspec

FEDERATION = "https://specs.apollo.dev/federation"
LINK = "https://specs.apollo.dev/link"
LATEST = (2, 14)

_FIELD = "FIELD_DEFINITION"
_ANYWHERE = (
    _FIELD,
    "OBJECT",
    "INTERFACE",
    "UNION",
    "ARGUMENT_DEFINITION",
    "SCALAR",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
)
_GUARDED = (_FIELD, "OBJECT", "INTERFACE", "SCALAR", "ENUM")
_PRICED = ("ARGUMENT_DEFINITION", "ENUM", _FIELD, "INPUT_FIELD_DEFINITION", "OBJECT", "SCALAR")


class DirectiveSpec(msgspec.Struct, frozen=True):
    """What the spec says about a directive; args maps names to types."""

    name: str
    since: tuple[int, int]
    locations: tuple[str, ...]
    args: dict[str, str] = {}
    repeatable: bool = False


_TABLE = (
    DirectiveSpec(
        "key",
        (1, 0),
        ("OBJECT", "INTERFACE"),
        {"fields": "FieldSet!", "resolvable": "Boolean"},
        repeatable=True,
    ),
    DirectiveSpec("requires", (1, 0), (_FIELD,), {"fields": "FieldSet!"}),
    DirectiveSpec("provides", (1, 0), (_FIELD,), {"fields": "FieldSet!"}),
    DirectiveSpec("external", (1, 0), ("OBJECT", _FIELD), {"reason": "String"}),
    DirectiveSpec("extends", (1, 0), ("OBJECT", "INTERFACE")),
    DirectiveSpec("tag", (1, 0), (*_ANYWHERE, "SCHEMA"), {"name": "String!"}, repeatable=True),
    DirectiveSpec("inaccessible", (1, 0), _ANYWHERE),
    DirectiveSpec("shareable", (2, 0), ("OBJECT", _FIELD), repeatable=True),
    DirectiveSpec("override", (1, 0), (_FIELD,), {"from": "String!", "label": "String"}),
    DirectiveSpec("composeDirective", (2, 1), ("SCHEMA",), {"name": "String"}, repeatable=True),
    DirectiveSpec("interfaceObject", (2, 3), ("OBJECT",)),
    DirectiveSpec("authenticated", (2, 5), _GUARDED),
    DirectiveSpec("requiresScopes", (2, 5), _GUARDED, {"scopes": "[[Scope!]!]!"}),
    DirectiveSpec("policy", (2, 6), _GUARDED, {"policies": "[[Policy!]!]!"}),
    DirectiveSpec(
        "context", (2, 8), ("OBJECT", "INTERFACE", "UNION"), {"name": "String!"}, repeatable=True
    ),
    DirectiveSpec("fromContext", (2, 8), ("ARGUMENT_DEFINITION",), {"field": "ContextFieldValue"}),
    DirectiveSpec("cost", (2, 8), _PRICED, {"weight": "Int!"}),
    DirectiveSpec(
        "listSize",
        (2, 8),
        (_FIELD,),
        {
            "assumedSize": "Int",
            "slicingArguments": "[String!]",
            "sizedFields": "[String!]",
            "requireOneSlicingArgument": "Boolean",
        },
    ),
    DirectiveSpec("cacheTag", (2, 12), ("OBJECT", _FIELD), {"format": "String!"}, repeatable=True),
)
DIRECTIVES = {spec.name: spec for spec in _TABLE}

# Specs that can be linked on their own, with the directives they define.
STANDALONE = {
    "tag": ("tag",),
    "inaccessible": ("inaccessible",),
    "authenticated": ("authenticated",),
    "requiresScopes": ("requiresScopes",),
    "policy": ("policy",),
    "cost": ("cost", "listSize"),
    "context": ("context", "fromContext"),
    "cacheTag": ("cacheTag",),
}
# Merged into the supergraph wherever they stand; @composeDirective adds nothing.
MERGED_ANYWAY = frozenset(
    {"tag", "inaccessible", "authenticated", "requiresScopes", "policy", "cost", "listSize"}
)
SCALARS = {
    "FieldSet": (2, 0),
    "Scope": (2, 5),
    "Policy": (2, 6),
    "ContextFieldValue": (2, 8),
}
BUILT_IN_SCALARS = frozenset({"Int", "Float", "String", "Boolean", "ID"})
BUILT_IN_DIRECTIVES = {
    "deprecated": DirectiveSpec(
        "deprecated",
        (1, 0),
        (_FIELD, "ARGUMENT_DEFINITION", "INPUT_FIELD_DEFINITION", "ENUM_VALUE"),
        {"reason": "String"},
    ),
    "specifiedBy": DirectiveSpec("specifiedBy", (1, 0), ("SCALAR",), {"url": "String!"}),
    "oneOf": DirectiveSpec("oneOf", (1, 0), ("INPUT_OBJECT",)),
    "skip": DirectiveSpec(
        "skip", (1, 0), ("FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"), {"if": "Boolean!"}
    ),
    "include": DirectiveSpec(
        "include", (1, 0), ("FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"), {"if": "Boolean!"}
    ),
}
EXECUTABLE = frozenset(
    {
        "QUERY",
        "MUTATION",
        "SUBSCRIPTION",
        "FIELD",
        "FRAGMENT_DEFINITION",
        "FRAGMENT_SPREAD",
        "INLINE_FRAGMENT",
        "VARIABLE_DEFINITION",
    }
)
# Never merged: every subgraph has its own.
PROTOCOL_TYPES = frozenset({"_Any", "_Entity", "_Service", "_FieldSet", "link__Import"})
PROTOCOL_FIELDS = frozenset({"_service", "_entities"})

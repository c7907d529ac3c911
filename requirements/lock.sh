# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Writes run.txt, test.txt and check.txt: pinned, with hashes, without any address.
# Usage: sh requirements/lock.sh path/to/uv
set -eu
lock() {
    out=$1; shift
    "$uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --only-binary :all: --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --quiet --upgrade "$@" -o "requirements/$out"
}
uv=$1
lock run.txt
lock test.txt --extra test -c requirements/run.txt
lock check.txt --extra test --extra check -c requirements/test.txt

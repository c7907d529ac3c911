# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Compares tallies with libraries too heavy for the suite, installed outside the tree for this run alone.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place"
"$place/bin/python" -m pip install --quiet --disable-pip-version-check \
    abcvoting==2.19.2 pref_voting==1.18.2 STVPoll==0.5.6 "pulp<4"
# Ours come behind theirs: each keeps its own version of what both use.
site=$("$place/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
.venv/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))" >"$site/torget.pth"
"$place/bin/python" -W ignore -m tests.services.participation.foreign --profiles "${1:-400}"

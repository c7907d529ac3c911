# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Makes a Redis server available to the tests: Debian's own, installed if this machine lets us.
# Without one the tests fall back to a server written in Python and say so in their first line.
set -u
if command -v redis-server >/dev/null 2>&1 || command -v redis-check-rdb >/dev/null 2>&1; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get -qq update >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends redis-tools \
        >/dev/null 2>&1
fi
exit 0

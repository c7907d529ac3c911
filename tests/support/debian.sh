# SPDX-FileCopyrightText: 2026 The Torget authors
# SPDX-License-Identifier: EUPL-1.2
# Installs the real programs that tests talk to, where this machine lets us: Redis, a browser, a
# TURN server, an MQTT broker, a SIP driver, a translation engine, text recognition. Nothing is started here: each test
# starts what it needs on loopback and stops it. A server Debian starts by itself is stopped again.
set -u
programs="redis-check-rdb:redis-tools chromium:chromium turnserver:coturn mosquitto:mosquitto
sipp:sip-tester apertium:apertium rtx-proc:apertium-recursive apertium-swe-nob:apertium-swe-nor
tesseract:tesseract-ocr tesseract-swe:tesseract-ocr-swe pdftoppm:poppler-utils
node:nodejs npm:npm"
missing=""
for pair in $programs; do
    program=${pair%%:*}
    package=${pair#*:}
    case $program in
        apertium-swe-nob) [ -e /usr/share/apertium/modes/swe-nob.mode ] || missing="$missing $package" ;;
        tesseract-swe) ls /usr/share/tesseract-ocr/*/tessdata/swe.traineddata >/dev/null 2>&1 || missing="$missing $package" ;;
        *) command -v "$program" >/dev/null 2>&1 || missing="$missing $package" ;;
    esac
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    # no service of Debian's may start: tests bring up their own
    policy=/usr/sbin/policy-rc.d
    [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy" && ours=yes; }
    apt-get -qq update >/dev/null 2>&1
    # shellcheck disable=SC2086 -- a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >/dev/null 2>&1
    [ -z "${ours:-}" ] || rm -f "$policy"
else
    echo "Not installed, and this account may not install:$missing" >&2
fi
exit 0

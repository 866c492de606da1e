#!/bin/sh
# Installs what tests of the page need and Python cannot bring, where it is missing: on Debian, as root. Elsewhere it
# says what is missing: without npm `make lint` fails, without Chromium the tests in a browser are skipped, or fail
# where CI is set.
set -eu
missing=
command -v npm > /dev/null || missing="nodejs npm"
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || command -v google-chrome > /dev/null ||
    missing="$missing chromium"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
else
    echo "not on this machine, and only root can install it with apt-get:" $missing >&2
fi

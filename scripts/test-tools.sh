#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: with apt as root, and
# axe-core with npm. Elsewhere it says in one line what to install; the tests
# that need it then skip by name, or fail where CI is set.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A package=(
  [chromium]=chromium
  [firefox-esr]=firefox-esr
  [gcc]="gcc libc6-dev"
  [npm]="nodejs npm"
)

missing=()
for command in chromium firefox-esr gcc npm; do
  command -v "$command" >/dev/null || missing+=(${package[$command]})
done

if ((${#missing[@]})) && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" fonts-dejavu-core ca-certificates >/dev/null
  missing=()
fi
if ((${#missing[@]})); then
  echo "test-tools: to run every test, install: ${missing[*]}" >&2
fi

# The lock file pins axe-core; npm ci is skipped when it is already there.
cd internal/e2e
if command -v npm >/dev/null && ! cmp -s package-lock.json node_modules/.installed-lock; then
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.installed-lock
fi

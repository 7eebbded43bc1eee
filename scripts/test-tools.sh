#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: with apt as root, and
# axe-core with npm. Elsewhere it says in one line what to install; the tests
# that need it then skip by name, or fail where CI is set. With the argument "all"
# also what only make test-all needs: other languages, and Lighthouse.
set -euo pipefail
cd "$(dirname "$0")/.."

declare -A package=(
  [chromium]=chromium
  [firefox-esr]=firefox-esr
  [gcc]="gcc libc6-dev"
  [npm]="nodejs npm"
  [prometheus]=prometheus # and promtool
  [prometheus-node-exporter]=prometheus-node-exporter
  [prometheus-pushgateway]=prometheus-pushgateway
  [python3]=python3
  [redis-server]="redis-server redis-tools"
  [ruby]=ruby
)
commands=(chromium firefox-esr gcc npm prometheus prometheus-node-exporter prometheus-pushgateway python3 redis-server ruby)
if [ "${1:-}" = all ]; then
  package+=(
    [php]=php-cli
    [elixir]="elixir erlang-crypto"
    [java]=default-jdk-headless
    [mcs]="mono-mcs mono-runtime libmono-system-core4.0-cil"
    [cargo]="cargo librust-hmac-dev librust-sha2-dev librust-uuid-dev"
    [openssl]=openssl
  )
  commands+=(php elixir java mcs cargo openssl)
fi

missing=()
for command in "${commands[@]}"; do
  command -v "$command" >/dev/null || missing+=(${package[$command]})
done

if ((${#missing[@]})) && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  apt=(apt-get -qq -o Acquire::Retries=5 -o DPkg::Lock::Timeout=120)
  "${apt[@]}" update
  "${apt[@]}" install -y --no-install-recommends "${missing[@]}" fonts-dejavu-core ca-certificates >/dev/null
  missing=()
fi
if ((${#missing[@]})); then
  echo "test-tools: to run every test, install: ${missing[*]}" >&2
fi

# The lock files pin what comes from npm; npm ci is skipped when it is there.
from_npm() (
  cd "$1"
  if command -v npm >/dev/null && ! cmp -s package-lock.json node_modules/.installed-lock; then
    npm ci --fetch-retries=5 --fetch-timeout=60000 --no-audit --no-fund --loglevel=error
    cp package-lock.json node_modules/.installed-lock
  fi
)
from_npm internal/e2e
if [ "${1:-}" = all ]; then
  from_npm internal/lighthouse
fi

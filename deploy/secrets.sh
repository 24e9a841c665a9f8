#!/usr/bin/env bash
# Makes the secrets of compose.yaml, each where there is none yet. Nobody but their owner gets into the directory; inside
# it they can be read, because a container reads them as its own user.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
mkdir -p -m 700 secrets

# random HEX_DIGITS
random() { od -An -v -tx1 -N $(($1 / 2)) /dev/urandom | tr -d ' \n'; }

# keep NAME TEXT
keep() {
  if [ ! -e "secrets/$1" ]; then
    printf '%s' "$2" >"secrets/$1"
    chmod 444 "secrets/$1"
    printf 'made secrets/%s\n' "$1"
  fi
}

keep ApiKey "$(random 48)"
keep postgres-password "$(random 48)"
keep ConnectionStrings__Warehouse "Host=postgres;Username=orderbook;Database=orderbook;Password=$(cat secrets/postgres-password)"
keep Archive__S3__AccessKey "$(random 20)"
keep Archive__S3__SecretKey "$(random 40)"

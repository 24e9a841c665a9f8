# Messages to the user, and locks.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*"; }

die() {
  printf 'orderbook: %s\n' "$*" >&2
  exit 1
}

die_usage() {
  printf 'orderbook: %s\nHelp: ./orderbook --help\n' "$*" >&2
  exit 2
}

has() { command -v "$1" >/dev/null 2>&1; }

# lock FD [OPTION …]: locks the open file, as flock does. Without flock (macOS) every lock succeeds, and
# claim_data relies on the process id in the file alone.
lock() {
  ! has flock || flock "${@:2}" "$1"
}

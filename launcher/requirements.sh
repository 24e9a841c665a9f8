# What the machine needs: the .NET SDK, and PostgreSQL's programs unless the warehouse is elsewhere.
postgres_major_min=15

need_dotnet() {
  if ! has dotnet && [ -x "$HOME/.dotnet/dotnet" ]; then
    PATH=$HOME/.dotnet:$PATH
  fi
  has dotnet || die "the .NET SDK 10 is needed and no dotnet is on the PATH; get it from https://dotnet.microsoft.com/download"
  if ! (cd "$root" && dotnet --version >/dev/null 2>&1); then
    die "the .NET SDK 10 is needed; this dotnet has only: $(dotnet --list-sdks | cut -d ' ' -f 1 | paste -sd ' ' -)"
  fi
}

# Installs PostgreSQL where that needs no confirmation, and otherwise prints how. Fails when there is none afterwards.
have_postgres() {
  if [ -n "${ORDERBOOK__ConnectionStrings__Warehouse:-}" ] || find_postgres; then
    return 0
  fi
  if [ "$(id -u)" = 0 ] && has apt-get; then
    say "PostgreSQL $postgres_major_min or newer is missing; installing it with apt-get."
    install_postgres
    find_postgres
    return
  fi
  printf 'orderbook: PostgreSQL %s or newer is needed; run: %s\n' "$postgres_major_min" "$(postgres_install_command)" >&2
  return 1
}

find_postgres() {
  local server
  for server in /usr/lib/postgresql/*/bin/postgres /usr/pgsql-*/bin/postgres /opt/homebrew/opt/postgresql@*/bin/postgres \
    /usr/local/opt/postgresql@*/bin/postgres "$(command -v postgres || true)" "$(pg_config --bindir 2>/dev/null || true)/postgres"; do
    if [ -x "$server" ] && [ "$(postgres_major "$server")" -ge "$postgres_major_min" ]; then
      return 0
    fi
  done
  return 1
}

postgres_major() {
  local major
  major=$("$1" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
  printf '%s' "${major:-0}"
}

# The packages would create and start a system-wide cluster, which is not needed here.
install_postgres() {
  export DEBIAN_FRONTEND=noninteractive
  apt_install postgresql-common
  sed -i -E 's/^#?[[:space:]]*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  apt_install postgresql
}

apt_install() {
  apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return
  apt-get update -q >/dev/null 2>&1 || true
  apt-get install -y -q --no-install-recommends "$@" >&2 || die "apt-get could not install $*"
}

postgres_install_command() {
  if has apt-get; then
    printf 'sudo apt-get install postgresql'
  elif has dnf; then
    printf 'sudo dnf install postgresql-server'
  elif has brew; then
    printf 'brew install postgresql@17'
  else
    printf 'install PostgreSQL with your package manager'
  fi
}

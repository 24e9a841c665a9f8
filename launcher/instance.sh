# Shared by up and cluster: the data directory and its kind, simulated exchanges, and stopping everything that was started.
silo_stop_tenths=70
postgres_stop_tenths=10

kind=live data='' simulator='' keeper=''
settings=() silos=()

value_of() {
  [ $# -ge 2 ] || die_usage "$1 needs a value"
  printf '%s' "$2"
}

# A script started in the background inherits an ignored Ctrl-C, which bash cannot undo. Restart without that.
hear_interrupts() {
  case $(trap -p INT) in
    *"''"*) ;;
    *) return 0 ;;
  esac
  if env --default-signal=INT true 2>/dev/null; then
    exec env --default-signal=INT "$root/orderbook" "$@"
  elif has perl; then
    exec perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$root/orderbook" "$@"
  fi
}

handle_stops() {
  trap 'trap "" INT TERM HUP; say "Stopping …"; stop_all; exit 0' INT TERM HUP
  trap stop_all EXIT
}

# One launcher per data directory, and one kind of exchange: simulated books must never mix with real ones.
claim_data() {
  # A core dump would have keys and passwords in it.
  ulimit -c 0
  [ -d "$data" ] || mkdir -p -m 700 "$data" || die "cannot create the data directory $data"
  data=$(cd -P "$data" && pwd)
  exec 9>>"$data/up.pid"
  local other
  other=$(cat "$data/up.pid")
  if ! lock 9 -w 1 || { ! has flock && [ -n "$other" ] && is_running "$other" orderbook; }; then
    die "already up on $data as process $other"
  fi
  if [ -e "$data/kind" ] && [ "$(cat "$data/kind")" != "$kind" ]; then
    die "$data holds $(cat "$data/kind") data; choose another directory with --data, or run$([ "$kind" = simulated ] || printf ' with --simulated')$([ "$kind" = live ] || printf ' without --simulated')"
  fi
  say "$kind" >"$data/kind"
  say "$$" >"$data/up.pid"
}

# Silos whose launcher was killed keep running, and nobody else stops them.
end_orphans() {
  local orphan
  for orphan in $(cat "$data/silo.pid" 2>/dev/null); do
    if is_running "$orphan" OrderBookSilo.Silo; then
      say "Ending process $orphan, a silo left running on $data."
      stop "$orphan" 100 TERM || stop "$orphan" 20 KILL || die "process $orphan does not end"
    fi
  done
}

# start_simulator [OPTION …]
start_simulator() {
  local url=''
  : >"$data/simulator.log"
  dotnet "$artifacts/bin/VenueSimulator/release/OrderBookSilo.VenueSimulator.dll" --urls http://127.0.0.1:0 --parent $$ "$@" \
    >>"$data/simulator.log" 2>&1 7>&- 8>&- 9>&- &
  simulator=$!
  while [ -z "$url" ]; do
    is_alive "$simulator" || die "the venue simulator did not start: $(tail -n 1 "$data/simulator.log")"
    pause 0.1
    url=$(sed -n 's/^venue simulator at //p' "$data/simulator.log")
  done
  local venue
  for venue in $(simulated_venues); do
    settings+=("--Venues:$venue:BaseAddress" "$url/$venue" "--Venues:$venue:Budget" 0)
  done
  say "Venue simulator at $url"
}

# The exchanges that the simulator speaks for, and the currency that each of them mostly quotes in.
simulated_venues() { sed -n 's/^venue \([a-z]*\) [A-Z]*$/\1/p' "$data/simulator.log"; }
quote_of() { sed -n "s/^venue $1 \([A-Z]*\)$/\1/p" "$data/simulator.log"; }

say_pids() { printf '%s\n' "${silos[@]}" ${keeper:+"$keeper"} >"$data/silo.pid"; }

# All silos are stopped at once within one timeout; the process that runs their database is stopped after them.
stop_all() {
  local pid tenths=$silo_stop_tenths
  for pid in ${silos[@]+"${silos[@]}"}; do
    ! is_alive "$pid" || kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in ${silos[@]+"${silos[@]}"}; do
    while is_alive "$pid" && [ "$tenths" -gt 0 ]; do
      tenths=$((tenths - 1))
      pause 0.1
    done
    ! is_alive "$pid" || stop "$pid" 10 KILL || true
  done
  ! is_alive "$keeper" || stop "$keeper" "$((tenths + 2 * postgres_stop_tenths))" TERM || stop "$keeper" 5 KILL || true
  [ ${#silos[@]} -eq 0 ] && [ -z "$keeper" ] || stop_postgres
  for pid in "$simulator" "$attended"; do
    ! is_alive "$pid" || stop "$pid" 10 TERM || stop "$pid" 10 KILL || true
  done
  [ ${#silos[@]} -eq 0 ] || rm -f "$data/silo.pid"
  silos=() keeper='' simulator='' attended=''
}

# A single silo stops its PostgreSQL itself; if it could no longer do so, it is stopped here.
stop_postgres() {
  local server
  server=$(head -n 1 "$data/postgres/postmaster.pid" 2>/dev/null || true)
  if [ -n "$server" ] && is_running "$server" postgres; then
    stop "$server" "$postgres_stop_tenths" INT || stop "$server" 5 QUIT || true
  fi
}

# read_common_option OPTION …: an option of both up and cluster; sets $taken to the number of words used, 0 for another option.
read_common_option() {
  taken=1
  case $1 in
    --simulated) kind=simulated ;;
    --data | --Data) data=$(value_of "$@") taken=2 ;;
    --data=* | --Data=*) data=${1#*=} ;;
    --) ;;
    --[A-Z]*=*) settings+=("$1") ;;
    --[A-Z]*)
      value_of "$@" >/dev/null
      settings+=("$1" "$2")
      taken=2
      ;;
    -h | --help) overview && exit ;;
    *) taken=0 ;;
  esac
}

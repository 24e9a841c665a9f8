# up: PostgreSQL, the venue simulator and the silo as one, until it is told to stop.
patience_seconds=40
silo_stop_tenths=70
postgres_stop_tenths=10

kind=live data='' urls='' silo='' simulator=''
settings=()

up() {
  read_up_options "$@"
  hear_interrupts "$@"
  trap 'trap "" INT TERM HUP; say "Stopping …"; stop_all; exit 0' INT TERM HUP
  trap stop_all EXIT
  need_dotnet
  claim_data
  have_postgres || exit 1
  choose_engine
  build_product
  hold_binaries
  end_orphan
  [ "$kind" = live ] || start_simulator
  start_silo
  watch
}

read_up_options() {
  local value
  while [ $# -gt 0 ]; do
    case $1 in
      --simulated) kind=simulated ;;
      --data | --Data) data=$(value_of "$@"); shift ;;
      --data=* | --Data=*) data=${1#*=} ;;
      --urls | --Urls) urls=$(value_of "$@"); shift ;;
      --urls=* | --Urls=*) urls=${1#*=} ;;
      --) ;;
      --[A-Z]*=*) settings+=("$1") ;;
      --[A-Z]*)
        value=$(value_of "$@")
        settings+=("$1" "$value")
        shift
        ;;
      -h | --help) overview && exit ;;
      *) die_usage "up does not know '$1'; settings of the silo are written --Key value, such as --Slot 1m" ;;
    esac
    shift
  done
  urls=${urls:-${ORDERBOOK__urls:-http://127.0.0.1:8080}}
  data=${data:-$root/data/$kind}
}

value_of() {
  [ $# -ge 2 ] || die_usage "$1 needs a value"
  printf '%s' "$2"
}

# A script that was itself started in the background inherits an ignored Ctrl-C, which bash cannot hear. Start over hearing it.
hear_interrupts() {
  case $(trap -p INT) in
    *"''"*) ;;
    *) return 0 ;;
  esac
  if env --default-signal=INT true 2>/dev/null; then
    exec env --default-signal=INT "$root/orderbook" up "$@"
  elif has perl; then
    exec perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' "$root/orderbook" up "$@"
  fi
}

# One up per data directory, and one kind of exchange: simulated books must never stand beside real ones.
claim_data() {
  mkdir -p "$data" || die "cannot make the data directory $data"
  data=$(cd -P "$data" && pwd)
  exec 9>>"$data/up.pid"
  local other
  other=$(cat "$data/up.pid")
  if ! lock 9 -w 1 || { ! has flock && [ -n "$other" ] && is_running "$other" orderbook; }; then
    die "already up on $data as process $other"
  fi
  if [ -e "$data/kind" ] && [ "$(cat "$data/kind")" != "$kind" ]; then
    die "$data holds $(cat "$data/kind") data; name another directory with --data, or run$([ "$kind" = simulated ] || printf ' with --simulated')$([ "$kind" = live ] || printf ' without --simulated')"
  fi
  say "$kind" >"$data/kind"
  say "$$" >"$data/up.pid"
}

# A silo whose launcher was killed still runs, without anyone to stop it.
end_orphan() {
  local orphan
  orphan=$(cat "$data/silo.pid" 2>/dev/null || true)
  if [ -n "$orphan" ] && is_running "$orphan" OrderBookSilo.Silo; then
    say "Ending process $orphan, a silo left over on $data."
    stop "$orphan" 100 TERM || stop "$orphan" 20 KILL || die "process $orphan does not end"
  fi
}

start_simulator() {
  local url=''
  : >"$data/simulator.log"
  dotnet "$artifacts/bin/VenueSimulator/release/OrderBookSilo.VenueSimulator.dll" --urls http://127.0.0.1:0 --parent $$ \
    >>"$data/simulator.log" 2>&1 7>&- 8>&- 9>&- &
  simulator=$!
  while [ -z "$url" ]; do
    is_alive "$simulator" || die "the venue simulator did not start: $(tail -n 1 "$data/simulator.log")"
    pause 0.1
    url=$(sed -n 's/^venue simulator at //p' "$data/simulator.log")
  done
  local venue
  for venue in coinbase binance; do
    settings+=("--Venues:$venue:BaseAddress" "$url/$venue" "--Venues:$venue:Budget" 0)
  done
  say "Venue simulator at $url"
}

start_silo() {
  ! answers || die "something listens on ${urls%%;*} already; name another address with --urls"
  dotnet "$artifacts/bin/Silo/release/OrderBookSilo.Silo.dll" --Data "$data" --urls "$urls" ${settings[@]+"${settings[@]}"} 7>&- 8>&- 9>&- &
  silo=$!
  say "$silo" >"$data/silo.pid"
  until is_ready; do
    is_alive "$silo" || leave_with_silo
    pause 0.2
  done
  local hint=''
  [ "$urls" = http://127.0.0.1:8080 ] || hint=" --url ${urls%%;*}"
  say "API  ${urls%%;*} · try: ./orderbook markets$hint"
}

watch() {
  local since=$SECONDS has_asked=
  [ "$kind" = live ] || has_asked=yes
  while is_alive "$silo"; do
    if [ -n "$simulator" ] && ! is_alive "$simulator"; then
      die "the venue simulator ended: $(tail -n 1 "$data/simulator.log")"
    fi
    if [ -z "$has_asked" ] && [ $((SECONDS - since)) -ge "$patience_seconds" ]; then
      has_asked=yes
      say_when_no_exchange_answers
    fi
    attend sleep 1 || true
  done
  leave_with_silo
}

leave_with_silo() {
  local code=0
  wait "$silo" || code=$?
  exit "$code"
}

say_when_no_exchange_answers() {
  local markets
  markets=$(http_get /api/markets) || return 0
  case $markets in
    *'"receivedAt":"'*) ;;
    *'"market":'*) say "No exchange has answered yet (./orderbook failures tells why). Without internet: ./orderbook up --simulated" ;;
  esac
}

is_ready() {
  case $(http_get /health/ready 2>/dev/null) in
    'HTTP/1.'?' 200'*) return 0 ;;
    *) return 1 ;;
  esac
}

answers() { (exec 3<>"$(socket_path)") 2>/dev/null; }

# http_get PATH: status line, headers and body from the silo's first address; https is only asked whether it listens.
http_get() {
  case $urls in
    https:*) answers && printf 'HTTP/1.1 200' && return ;;
  esac
  exec 3<>"$(socket_path)" || return
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}

# The silo's first address as bash opens sockets; one that means "every address" is asked on loopback.
socket_path() {
  local address=${urls%%;*}
  address=${address#*://}
  address=${address%%/*}
  local host=${address%:*} port=${address##*:}
  [ "$host" != "$port" ] || port=80
  case $host in
    '*' | + | 0.0.0.0 | '[::]') host=127.0.0.1 ;;
    \[*) host=${host#\[} host=${host%\]} ;;
  esac
  printf '/dev/tcp/%s/%s' "$host" "$port"
}

# The silo stops its PostgreSQL itself; one that it could not stop any more is stopped here.
stop_all() {
  if is_alive "$silo"; then
    stop "$silo" "$silo_stop_tenths" TERM || stop "$silo" 10 KILL || true
  fi
  [ -z "$silo" ] || stop_postgres
  local pid
  for pid in "$simulator" "$attended"; do
    ! is_alive "$pid" || stop "$pid" 10 TERM || stop "$pid" 10 KILL || true
  done
  [ -z "$silo" ] || rm -f "$data/silo.pid"
  silo='' simulator='' attended=''
}

stop_postgres() {
  local server
  server=$(head -n 1 "$data/postgres/postmaster.pid" 2>/dev/null || true)
  if [ -n "$server" ] && is_running "$server" postgres; then
    stop "$server" "$postgres_stop_tenths" INT || stop "$server" 5 QUIT || true
  fi
}

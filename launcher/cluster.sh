# cluster: several silos on this machine with one private PostgreSQL, to try out a cluster.
silos_max=20
markets_max=10000
seed_markets=(coinbase:BTC-USD coinbase:ETH-USD binance:BTCUSDT binance:ETHUSDT)

count='' markets='' first_port=8081 connection=''

cluster() {
  read_cluster_options "$@"
  hear_interrupts cluster "$@"
  handle_stops
  need_dotnet
  claim_data
  have_postgres || exit 1
  build_product
  hold_binaries
  end_orphans
  keep_database
  [ "$kind" = live ] || start_simulator --extra-markets "$(extra_markets)"
  share_settings
  start_silos
  watch_silos
}

read_cluster_options() {
  local taken
  while [ $# -gt 0 ]; do
    case $1 in
      --markets) markets=$(value_of "$@") taken=2 ;;
      --port) first_port=$(value_of "$@") taken=2 ;;
      [0-9]*) count=$1 taken=1 ;;
      *)
        read_common_option "$@"
        [ "$taken" -gt 0 ] || die_usage "cluster has no option '$1'; settings of the silos are written --Key value, such as --Slot 1m"
        ;;
    esac
    shift "$taken"
  done
  is_number "$count" 1 "$silos_max" || die_usage "give the number of silos, 1 to $silos_max: ./orderbook cluster 3"
  is_number "$first_port" 1 65000 || die_usage "--port is the first silo's port, such as 8081"
  if [ -n "$markets" ]; then
    [ "$kind" = simulated ] || die_usage "--markets adds simulated markets; it needs --simulated"
    is_number "$markets" 1 "$markets_max" || die_usage "--markets is a number from 1 to $markets_max"
  fi
  data=${data:-$root/data/$kind}
}

is_number() {
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

# Uses a database named in the environment; otherwise a separate process runs a private one, so that it outlives any silo.
keep_database() {
  connection=${ORDERBOOK__ConnectionStrings__Warehouse:-}
  [ -z "$connection" ] || return 0
  : >"$data/database.out"
  dotnet "$artifacts/bin/Silo/release/OrderBookSilo.Silo.dll" postgres --Data "$data" >"$data/database.out" 2>"$data/database.err" 7>&- 8>&- 9>&- &
  keeper=$!
  say_pids
  while [ -z "$connection" ]; do
    is_alive "$keeper" || die "$(tail -n 1 "$data/database.err")"
    pause 0.1
    connection=$(sed -n '/^Host=/p' "$data/database.out")
  done
}

# Each synthetic asset has two markets, one on every simulated exchange.
extra_markets() { say $(((${markets:-0} > 4 ? ${markets:-0} - 3 : 0) / 2)); }

share_settings() {
  settings=("--Archive" "file:$data/archive" "--Cluster:Enabled" true "--Cluster:AdvertisedAddress" 127.0.0.1
    "--Cluster:SiloPort" 0 "--Cluster:GatewayPort" 0 ${settings[@]+"${settings[@]}"})
  if [ -n "$markets" ]; then
    market_settings >"$data/markets.json"
    settings+=("--Settings" "$data/markets.json")
  fi
}

market_settings() {
  local names=("${seed_markets[@]}") i
  for ((i = 1; i <= $(extra_markets); i++)); do
    names+=("$(printf 'coinbase:T%04d-USD' "$i")" "$(printf 'binance:T%04dUSDT' "$i")")
  done
  names=("${names[@]:0:$markets}")
  printf '{"Markets":"%s"}\n' "$(IFS=, && printf '%s' "${names[*]}")"
}

start_silos() {
  local n urls
  for ((n = 1; n <= count; n++)); do
    urls=$(url_of "$n")
    ! answers || die "something already listens on $urls; choose another first port with --port"
    [ -d "$data/silo-$n" ] || mkdir -m 700 "$data/silo-$n"
    ORDERBOOK__ConnectionStrings__Warehouse=$connection dotnet "$artifacts/bin/Silo/release/OrderBookSilo.Silo.dll" \
      --Data "$data/silo-$n" --urls "$urls" "${settings[@]}" >"$data/silo-$n/silo.out" 2>&1 7>&- 8>&- 9>&- &
    silos+=("$!")
    disown "$!"
    say_pids
  done
  for ((n = 1; n <= count; n++)); do
    urls=$(url_of "$n")
    until is_ready; do
      is_alive "${silos[n - 1]}" || die "silo $n did not start: $(tail -n 1 "$data/silo-$n/silo.out")"
      pause 0.2
    done
    say "silo $n pid ${silos[n - 1]} $urls"
  done
  say "Ask any of them: ./orderbook markets --url $(url_of 1) · their output: $data/silo-N/silo.out"
}

url_of() { printf 'http://127.0.0.1:%s' $((first_port + $1 - 1)); }

# The cluster runs as long as one silo is alive.
watch_silos() {
  local n living reported=' '
  while :; do
    living=0
    for ((n = 1; n <= count; n++)); do
      if is_alive "${silos[n - 1]}"; then
        living=$((living + 1))
      elif [ "${reported#* "$n" }" = "$reported" ]; then
        reported+="$n "
        say "silo $n pid ${silos[n - 1]} has ended"
      fi
    done
    [ "$living" -gt 0 ] || die "no silo is left; their output: $data/silo-N/silo.out"
    if [ -n "$simulator" ] && ! is_alive "$simulator"; then
      die "the venue simulator ended: $(tail -n 1 "$data/simulator.log")"
    fi
    attend sleep 1 || true
  done
}

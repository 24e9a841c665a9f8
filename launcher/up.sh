# up: runs PostgreSQL, the venue simulator and the silo together, until stopped.
exchange_timeout_seconds=40
urls='' silo='' venues=''

up() {
  read_up_options "$@"
  hear_interrupts up "$@"
  handle_stops
  need_dotnet
  claim_data
  have_postgres || exit 1
  build_product
  hold_binaries
  end_orphans
  [ "$kind" = live ] || start_simulator
  [ -z "$venues" ] || choose_markets
  start_silo
  watch
}

read_up_options() {
  local taken
  while [ $# -gt 0 ]; do
    case $1 in
      --urls | --Urls) urls=$(value_of "$@") taken=2 ;;
      --urls=* | --Urls=*) urls=${1#*=} taken=1 ;;
      --venues) venues=$(value_of "$@") taken=2 ;;
      --venues=*) venues=${1#*=} taken=1 ;;
      *)
        read_common_option "$@"
        [ "$taken" -gt 0 ] || die_usage "up has no option '$1'; settings of the silo are written --Key value, such as --Slot 1m"
        ;;
    esac
    shift "$taken"
  done
  [ -z "$venues" ] || [ "$kind" = simulated ] || die_usage "--venues chooses among the simulated exchanges; it needs --simulated"
  urls=${urls:-${ORDERBOOK__urls:-http://127.0.0.1:8080}}
  data=${data:-$root/data/$kind}
}

# BTC and ETH of each chosen exchange, and the market that converts to dollars.
choose_markets() {
  local venue quote markets=coinbase:USDT-USD
  for venue in ${venues//,/ }; do
    quote=$(quote_of "$venue")
    [ -n "$quote" ] || die_usage "there is no simulated exchange '$venue'; there are $(simulated_venues | paste -sd ' ' -)"
    markets+=",$venue:BTC/$quote,$venue:ETH/$quote"
  done
  settings+=(--Markets "$markets")
}

start_silo() {
  ! answers || die "something already listens on ${urls%%;*}; choose another address with --urls"
  dotnet "$artifacts/bin/Silo/release/OrderBookSilo.Silo.dll" --Data "$data" --urls "$urls" ${settings[@]+"${settings[@]}"} 7>&- 8>&- 9>&- &
  silo=$! silos=("$!")
  say_pids
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
    if [ -z "$has_asked" ] && [ $((SECONDS - since)) -ge "$exchange_timeout_seconds" ]; then
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
    *'"market":'*) say "No exchange has answered yet (./orderbook failures shows why). Without internet: ./orderbook up --simulated" ;;
  esac
}

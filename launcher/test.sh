# test: builds and runs every test project; the last line is the sum.
hang_minutes=25
declare -gA aside=() aside_results=()
passed=0 failed=0 skipped=0

run_tests() {
  local filter='' asked_engine=${ORDERBOOK_ENGINE:-} project
  while [ $# -gt 0 ]; do
    case $1 in
      --long) export ORDERBOOK_LONG=1 ;;
      -h | --help) overview && exit ;;
      -*) die_usage "test does not know '$1'; a FILTER is part of a test's name" ;;
      *) filter=${filter:+$filter|}FullyQualifiedName~$1 ;;
    esac
    shift
  done
  [ -z "${ORDERBOOK_LONG:-}${ORDERBOOK_SOAK_MINUTES:-}" ] || hang_minutes=$((600 + ${ORDERBOOK_SOAK_MINUTES:-0}))
  trap 'trap "" INT TERM HUP; kill "$attended" "${aside[@]}" 2>/dev/null; exit 1' INT TERM HUP
  need_dotnet
  have_postgres || say "Tests that need PostgreSQL will be skipped."
  choose_engine
  build_everything
  rm -rf "$root"/artifacts/*/test-results
  begin_aside Simulation "$filter" nice -n 19
  for project in "$root"/tests/*.Tests; do
    if [ "$(basename "$project")" = Cluster.Tests ] && [ "$ORDERBOOK_ENGINE" != Orleans ]; then
      say "Cluster.Tests is left out: a cluster needs Orleans' packages, and this is the $ORDERBOOK_ENGINE engine."
    else
      test_project "$(basename "$project")" "$filter"
    fi
  done
  begin_aside Soak "$filter"
  [ -n "$asked_engine$filter" ] || test_other_engine
  end_aside Soak
  end_aside Simulation
  report
}

# Where Orleans is to be had, everything that runs on an engine passes on the embedded one as well; but for the rounds of
# CrashTests, which take minutes and run on one, and for what is about settings, the console and the archive's files.
test_other_engine() {
  [ "$ORDERBOOK_ENGINE" = Orleans ] || return 0
  use_engine Local
  build_everything
  test_project Grains.Tests ''
  test_project EndToEnd.Tests 'FullyQualifiedName!~CrashTests&FullyQualifiedName!~ConfigurationTests&FullyQualifiedName!~Tests.Client&FullyQualifiedName!~Tests.Archives'
}

# begin_aside NAME FILTER [COMMAND …]: runs one built project beside those that follow. The simulation needs nothing but processors,
# and has what the others leave of them; the soak mostly waits for the next minute.
begin_aside() {
  aside_results[$1]=$artifacts/test-results/$1
  run_project "$@" 7>&- 8>&- 9>&- &
  aside[$1]=$!
}

end_aside() {
  local code=0
  wait "${aside[$1]}" || code=$?
  unset "aside[$1]"
  tally "$1" "${aside_results[$1]}" "$code"
}

# test_project NAME FILTER: runs one built project and adds to the sums.
test_project() {
  local code=0
  attend run_project "$1" "$2" || code=$?
  tally "$1 ($ORDERBOOK_ENGINE)" "$artifacts/test-results/$1" "$code"
}

# run_project NAME FILTER [COMMAND …]: in a process of its own, which it becomes; with a COMMAND, through that.
run_project() {
  local results=$artifacts/test-results/$1
  mkdir -p "$results"
  exec "${@:3}" dotnet test "$artifacts/bin/$1/release/OrderBookSilo.$1.dll" --nologo ${2:+--filter "$2"} --logger "trx;LogFileName=results.trx" \
    --results-directory "$results" --blame:"CollectHangDump;TestTimeout=${hang_minutes}m;HangDumpType=none" >"$results/log" 2>&1
}

# tally NAME RESULTS CODE: adds one project's results to the sums.
tally() {
  local ran
  ran=$(count "$2/results.trx" "$3")
  # shellcheck disable=SC2086
  set -- "$1" "$2" $ran
  passed=$((passed + $3)) failed=$((failed + $4)) skipped=$((skipped + $5))
  [ "$(($3 + $4 + $5))" -eq 0 ] || say "$1: $3 passed, $4 failed, $5 skipped"
  [ "$4" -eq 0 ] || show_failures "$2/log"
}

# count FILE CODE: passed, failed and skipped of one result file. A run that was cut short has failed, whatever it says.
count() {
  local total executed good bad
  total=$(counter "$1" total) executed=$(counter "$1" executed) good=$(counter "$1" passed)
  bad=$((executed - good))
  if [ "$2" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
  fi
  say "$good $bad $((total - executed))"
}

counter() {
  local number
  number=$(sed -n "s/.*<Counters .*$2=\"\([0-9]*\)\".*/\1/p" "$1" 2>/dev/null | head -n 1)
  say "${number:-0}"
}

show_failures() {
  grep -vE '^(Test run for|A total of|Results File|Data collector|Attachments:|$)|\[SKIP\]|^ +Skipped ' "$1" >&2 || true
}

report() {
  skip_reasons
  [ $((passed + failed + skipped)) -gt 0 ] || say "No test has such a name."
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
}

# Each reason once, and how many tests gave it.
skip_reasons() {
  [ "$skipped" -gt 0 ] || return 0
  say "Skipped, because:"
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/ s:.*<Message>\([^<]*\).*:\1:p' "$root"/artifacts/*/test-results/*/*.trx \
    | sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&#xD;//g' -e 's/&amp;/\&/g' | sort | uniq -c | sed -E 's/^ *([0-9]+) (.*)/  \2 (\1)/'
}

# test: builds and runs every test project; the last line is the sum.
hang_minutes=15
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
  trap 'trap "" INT TERM HUP; kill "$attended" 2>/dev/null; exit 1' INT TERM HUP
  need_dotnet
  have_postgres || say "Tests that need PostgreSQL will be skipped."
  choose_engine
  build_everything
  rm -rf "$root"/artifacts/*/test-results
  for project in "$root"/tests/*.Tests "$root"/tests/Simulation; do
    if [ "$(basename "$project")" = Cluster.Tests ] && [ "$ORDERBOOK_ENGINE" != Orleans ]; then
      say "Cluster.Tests is left out: a cluster needs Orleans' packages, and this is the $ORDERBOOK_ENGINE engine."
    else
      test_project "$(basename "$project")" "$filter"
    fi
  done
  [ -n "$asked_engine$filter" ] || test_other_engine
  report
}

# Where Orleans is to be had, everything that runs on an engine passes on the embedded one as well.
test_other_engine() {
  [ "$ORDERBOOK_ENGINE" = Orleans ] || return 0
  use_engine Local
  build_everything
  test_project Grains.Tests ''
  test_project EndToEnd.Tests ''
}

# test_project NAME FILTER: runs one built project and adds to the sums.
test_project() {
  local results=$artifacts/test-results/$1 code=0 ran
  mkdir -p "$results"
  attend dotnet test "$artifacts/bin/$1/release/OrderBookSilo.$1.dll" --nologo ${2:+--filter "$2"} --logger "trx;LogFileName=$1.trx" \
    --results-directory "$results" --blame:"CollectHangDump;TestTimeout=${hang_minutes}m;HangDumpType=none" >"$results/log" 2>&1 || code=$?
  ran=$(count "$results/$1.trx" "$code")
  # shellcheck disable=SC2086
  set -- "$1" $ran
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
  [ "$(($2 + $3 + $4))" -eq 0 ] || say "$1 ($ORDERBOOK_ENGINE): $2 passed, $3 failed, $4 skipped"
  [ "$3" -eq 0 ] || show_failures "$results/log"
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

# test: builds once and runs every test project once; the last line is the total.
hang_minutes=25
progress_seconds=30
declare -gA beside=()
passed=0 failed=0 skipped=0

run_tests() {
  local filter='' project
  while [ $# -gt 0 ]; do
    case $1 in
      --long) export ORDERBOOK_LONG=1 ;;
      -h | --help) overview && exit ;;
      -*) die_usage "test has no option '$1'; a FILTER is part of a test's name" ;;
      *) filter=${filter:+$filter|}FullyQualifiedName~$1 ;;
    esac
    shift
  done
  [ -z "${ORDERBOOK_LONG:-}${ORDERBOOK_SOAK_MINUTES:-}" ] || hang_minutes=$((600 + ${ORDERBOOK_SOAK_MINUTES:-0}))
  trap 'trap "" INT TERM HUP; kill "$attended" "${beside[@]}" 2>/dev/null; exit 1' INT TERM HUP
  need_dotnet
  have_postgres || say "Tests that need PostgreSQL will be skipped."
  build_everything
  rm -rf "$artifacts/test-results"

  # A test's processes live for seconds: compiling their code again, better, costs more than it saves.
  export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=300

  # The simulation uses the processor time that the others leave. Cluster and soak tests mostly wait: for a silo to be missed,
  # or for the next minute. The clocks of the cluster tests are too tight for the end-to-end tests beside them.
  start_beside Simulation "$filter" nice -n 19
  start_beside Cluster.Tests "$filter"
  test_project Core.Tests "$filter"
  test_project Io.Tests "$filter"
  test_project Grains.Tests "$filter"
  wait_beside Cluster.Tests
  start_beside Soak "$filter"
  test_project EndToEnd.Tests "$filter"
  wait_beside Soak
  wait_beside Simulation
  report
}

# start_beside NAME FILTER [COMMAND …]: starts one built project in parallel to those that follow.
start_beside() {
  run_project "$@" 7>&- 8>&- 9>&- &
  beside[$1]=$!
}

wait_beside() {
  follow "$1" "${beside[$1]}"
  unset "beside[$1]"
  tally "$1"
}

# test_project NAME FILTER: runs one built project and adds its results to the totals.
test_project() {
  run_project "$1" "$2" 7>&- 8>&- 9>&- &
  attended=$!
  follow "$1" "$attended"
  attended=''
  tally "$1"
}

# run_project NAME FILTER [COMMAND …]: one test run, through COMMAND if given; its exit code is written to a file, because the
# shell forgets the status of a process whose number is given to another one before it is asked for.
run_project() {
  local results=$artifacts/test-results/$1 tests code=0
  mkdir -p "$results"
  "${@:3}" dotnet test "$artifacts/bin/$1/release/OrderBookSilo.$1.dll" --nologo ${2:+--filter "$2"} \
    --logger "trx;LogFileName=results.trx" --logger "console;verbosity=normal" --results-directory "$results" \
    --blame:"CollectHangDump;TestTimeout=${hang_minutes}m;HangDumpType=none" >"$results/log" 2>&1 &
  tests=$!
  trap 'kill "$tests" 2>/dev/null; exit 1' TERM
  wait "$tests" || code=$?
  say "$code" >"$results/code.new"
  mv "$results/code.new" "$results/code"
}

# follow NAME PID: waits for a project and shows its progress.
follow() {
  local since=$SECONDS shown=$SECONDS
  while [ ! -f "$artifacts/test-results/$1/code" ] && is_alive "$2"; do
    if [ -t 1 ]; then
      printf '\r%s … %s tests, %s s' "$1" "$(finished "$1")" $((SECONDS - since))
    elif [ $((SECONDS - shown)) -ge "$progress_seconds" ]; then
      shown=$SECONDS
      say "$1 … $(finished "$1") tests, $((SECONDS - since)) s"
    fi
    sleep 1
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# finished NAME: how many of a project's tests have finished.
finished() { grep -cE '^  (Passed|Failed|Skipped) ' "$artifacts/test-results/$1/log" 2>/dev/null || true; }

# tally NAME: adds one project's results to the totals.
tally() {
  local results=$artifacts/test-results/$1 code=1 ran
  [ ! -f "$results/code" ] || code=$(cat "$results/code")
  ran=$(count "$results/results.trx" "$code")
  # shellcheck disable=SC2086
  set -- "$1" "$results" $ran
  passed=$((passed + $3)) failed=$((failed + $4)) skipped=$((skipped + $5))
  [ "$(($3 + $4 + $5))" -eq 0 ] || say "$1: $3 passed, $4 failed, $5 skipped"
  [ "$4" -eq 0 ] || show_failures "$2/log"
}

# count FILE CODE: passed, failed and skipped of one result file. A run that was cut short counts as failed.
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
  grep -vE '^(Test run for|A total of|Results File|Data collector|Attachments:|$)|\[SKIP\]|^ +(Passed|Skipped) ' "$1" >&2 || true
}

report() {
  skip_reasons
  [ $((passed + failed + skipped)) -gt 0 ] || say "No test has that name."
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ]
}

# Each reason once, with the number of tests that gave it.
skip_reasons() {
  [ "$skipped" -gt 0 ] || return 0
  say "Skipped, because:"
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/ s:.*<Message>\([^<]*\).*:\1:p' "$artifacts"/test-results/*/*.trx \
    | sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&#xD;//g' -e 's/&amp;/\&/g' | sort | uniq -c | sed -E 's/^ *([0-9]+) (.*)/  \2 (\1)/'
}

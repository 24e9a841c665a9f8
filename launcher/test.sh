# test: builds and runs every test project; the last line is the sum.
passed=0 failed=0 skipped=0

run_tests() {
  local filter='' preferred
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
  preferred=${ORDERBOOK_ENGINE:-}
  choose_engine
  results=$artifacts/test-results
  rm -rf "$results"
  build_everything
  test_target OrderBookSilo.sln "$filter"
  [ -n "$preferred$filter" ] || test_other_engine
  report
}

# Where Orleans is to be had, the embedded engine passes the engines' suite as well.
test_other_engine() {
  [ "$ORDERBOOK_ENGINE" = Orleans ] || return 0
  use_engine Local
  say "The engines' suite again, on the embedded engine:"
  compile tests/Grains.Tests
  test_target tests/Grains.Tests ''
}

# test_target TARGET FILTER: runs built tests; what they came to is in the result files.
test_target() {
  local code=0 before=$failed
  say "Testing ($ORDERBOOK_ENGINE engine) …"
  attend dotnet test "$root/$1" -c Release --no-build --nologo -m:1 ${2:+--filter "$2"} \
    --logger trx --logger 'console;verbosity=minimal' --results-directory "$results" --blame-hang-timeout 15m --blame-hang-dump-type none || code=$?
  count
  if [ "$code" -ne 0 ] && [ "$failed" -eq "$before" ]; then
    say "A test run ended before it was done (dotnet test gave $code)."
    failed=$((failed + 1))
  fi
}

# Sums the result files; skipped ones are counted in none of their own counters.
count() {
  local file total executed
  passed=0 failed=0 skipped=0
  for file in "$results"/*.trx; do
    [ -e "$file" ] || continue
    total=$(counter "$file" total) executed=$(counter "$file" executed)
    passed=$((passed + $(counter "$file" passed)))
    failed=$((failed + executed - $(counter "$file" passed)))
    skipped=$((skipped + total - executed))
  done
}

counter() { sed -n "s/.*<Counters .*$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -n 1; }

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
  sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/ s:.*<Message>\([^<]*\).*:\1:p' "$results"/*.trx \
    | sed -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&quot;/"/g' -e 's/&amp;/\&/g' | sort | uniq -c | sed -E 's/^ *([0-9]+) (.*)/  \2 (\1)/'
}

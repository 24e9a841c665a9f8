# Which engine the grains run on: Orleans where its packages can be had, else the embedded one (Directory.Build.props says
# the same to a plain build, but does not ask the registry).
probe_seconds=20
probe_answer=$root/.engine-probe

# Sets $artifacts and exports ORDERBOOK_ENGINE.
choose_engine() {
  case $(printf '%s' "${ORDERBOOK_ENGINE:-}" | tr '[:upper:]' '[:lower:]') in
    orleans) use_engine Orleans ;;
    local) use_engine Local ;;
    '') if has_orleans; then use_engine Orleans; else use_engine Local; fi ;;
    *) die_usage "ORDERBOOK_ENGINE must be Orleans or Local, not '$ORDERBOOK_ENGINE'" ;;
  esac
}

use_engine() {
  export ORDERBOOK_ENGINE=$1
  artifacts=$root/artifacts/$(printf '%s' "$1" | tr '[:upper:]' '[:lower:]')
  mkdir -p "$artifacts"
}

has_orleans() {
  local version cache
  version=$(sed -n 's:.*<OrleansVersion>\(.*\)</OrleansVersion>.*:\1:p' "$root/Directory.Build.props")
  cache=${NUGET_PACKAGES:-$HOME/.nuget/packages}
  if [ -d "$cache/microsoft.orleans.runtime/$version" ] && [ -d "$cache/microsoft.orleans.server/$version" ]; then
    return 0
  fi
  if [ "$(cat "$probe_answer" 2>/dev/null)" != "no $version" ]; then
    probe_orleans "$version" && return
    say "Orleans $version is not to be had from the package registry: the embedded Local engine is used."
  fi
  return 1
}

# Asks the registry by restoring an empty project. A clear no is remembered; no answer in time is asked again tomorrow.
probe_orleans() {
  local version=$1 probe output
  if [ -n "$(find "$probe_answer" -mtime -1 2>/dev/null)" ] && [ "$(cat "$probe_answer")" = "late $version" ]; then
    return 1
  fi
  probe=$(mktemp -d)
  output=$probe/output
  write_probe "$version" >"$probe/probe.csproj"
  if run_bounded "$probe_seconds" "$output" dotnet restore "$probe/probe.csproj"; then
    rm -rf "$probe" "$probe_answer"
    return 0
  fi
  if grep -qE 'NU110[123]' "$output"; then
    say "no $version" >"$probe_answer"
  else
    say "late $version" >"$probe_answer"
  fi
  rm -rf "$probe"
  return 1
}

write_probe() {
  local package
  say '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
  for package in Sdk Server Client Reminders Reminders.AdoNet Persistence.AdoNet Clustering.AdoNet TestingHost; do
    say "<PackageReference Include=\"Microsoft.Orleans.$package\" Version=\"$1\" />"
  done
  say '</ItemGroup></Project>'
}

# run_bounded SECONDS OUTPUT COMMAND …: fails when the command does, or is not done in time and was ended.
run_bounded() {
  local ends=$((SECONDS + $1)) pid
  "${@:3}" >"$2" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$ends" ]; then
      kill "$pid"
      wait "$pid" || true
      return 1
    fi
    sleep 0.2
  done
  wait "$pid"
}

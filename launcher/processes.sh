# Starting, watching and stopping processes. A script's background processes ignore Ctrl-C, so it is passed on as TERM.
attended=

# attend COMMAND …: runs it so that a signal to this script is handled immediately instead of after the command.
attend() {
  local code=0
  "$@" 7>&- 8>&- 9>&- &
  attended=$!
  wait "$attended" || code=$?
  attended=
  return "$code"
}

is_alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# The sleep does not inherit the locks, so it cannot hold them when the launcher is killed.
pause() { sleep "$1" 7>&- 8>&- 9>&-; }

# is_running PID NAME: whether the process is alive and has NAME in its command line (the pid may have been reused).
is_running() {
  is_alive "$1" || return 1
  if [ -r "/proc/$1/cmdline" ]; then
    tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -- "$2"
  else
    ps -o command= -p "$1" | grep -qF -- "$2"
  fi
}

# stop PID TENTHS SIGNAL: sends the signal once, waits that many tenths of a second, and fails when the process is still alive.
stop() {
  local tenths=$2
  kill "-$3" "$1" 2>/dev/null || return 0
  while is_alive "$1"; do
    [ "$tenths" -gt 0 ] || return 1
    tenths=$((tenths - 1))
    pause 0.1
  done
}

# Starting, watching and stopping processes. Background processes of a script ignore Ctrl-C, so it is passed on as TERM.
attended=

# attend COMMAND …: runs it so that a signal to this script is handled at once, and not when the command is done.
attend() {
  local code=0
  "$@" 7>&- 8>&- 9>&- &
  attended=$!
  wait "$attended" || code=$?
  attended=
  return "$code"
}

is_alive() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# A sleep that outlives a killed launcher must not hold its locks.
pause() { sleep "$1" 7>&- 8>&- 9>&-; }

# is_running PID NAME: whether the process is alive and NAME is in its command line (a pid may have gone to another).
is_running() {
  is_alive "$1" || return 1
  if [ -r "/proc/$1/cmdline" ]; then
    tr '\0' ' ' <"/proc/$1/cmdline" | grep -qF -- "$2"
  else
    ps -o command= -p "$1" | grep -qF -- "$2"
  fi
}

# stop PID TENTHS SIGNAL: asks once, waits so many tenths of a second, fails when it still lives.
stop() {
  local tenths=$2
  kill "-$3" "$1" 2>/dev/null || return 0
  while is_alive "$1"; do
    [ "$tenths" -gt 0 ] || return 1
    tenths=$((tenths - 1))
    pause 0.1
  done
}

# HTTP requests to a silo with nothing but bash; $urls is where it listens.
is_ready() {
  case $(http_get /health/ready 2>/dev/null) in
    'HTTP/1.'?' 200'*) return 0 ;;
    *) return 1 ;;
  esac
}

answers() { (exec 3<>"$(socket_path)") 2>/dev/null; }

# http_get PATH: status line, headers and body from the silo's first address; for https only whether it listens is checked.
http_get() {
  case $urls in
    https:*) answers && printf 'HTTP/1.1 200' && return ;;
  esac
  exec 3<>"$(socket_path)" || return
  printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}

# The silo's first address in bash's socket notation; an address that means "every address" is called on loopback.
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

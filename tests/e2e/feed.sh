# A feed for a case: `feed_starts` serves feed/calendar.ics at $feed, as feed/mode says.
# shellcheck shell=bash
feed_starts() {
  mkdir -p feed
  echo plain >feed/mode
  python3 "$E2E_SOURCE/tests/e2e/feed_server.py" feed &
  feed_server=$!
  trap 'kill $feed_server 2>/dev/null' EXIT
  for ((i = 0; i < 100; i++)); do
    [[ -s feed/port ]] && break
    sleep 0.1
  done
  feed=http://127.0.0.1:$(<feed/port)
}
mode() { echo "$*" >feed/mode; }
asked() { cat feed/log 2>/dev/null; }  # one line a request, since the last `forget`
forget() { : >feed/log; }

# Cases that kill a program at a chosen call by which it changes the world (crash/kill_at.c says
# which these are). Sourced after lib.sh. The program is run directly: no function, no script.
# shellcheck shell=bash disable=SC2034,SC2154
crash_shim=$E2E_WORK/kill_at.so
if ! compiled=$(cc -shared -fPIC -O1 -Wall -Wextra -Werror \
  "$E2E_SOURCE/tests/e2e/crash/kill_at.c" -o "$crash_shim" 2>&1); then
  not_ok 'the library that kills compiles' "$compiled"
  finish
  exit 1
fi

with_shim() { # NAME=VALUE... -- COMMAND...: leaves status, out and err as `call` does
  local orders=()
  while [[ $1 != -- ]]; do
    orders+=("$1")
    shift
  done
  shift
  called=${*:2}
  # The shell tells of whoever was killed, on the outer stderr.
  { timeout 60 env "LD_PRELOAD=$crash_shim" "${orders[@]}" "$@" >out 2>err </dev/null; } 2>/dev/null
  status=$?
}

# count_calls COMMAND...: runs it to its end and prints how many calls it made.
count_calls() {
  rm -f calls
  with_shim EXECASSIST_COUNT_FILE="$E2E_WORK/calls" -- "$@"
  cat calls
}

# killed_at N before|after COMMAND...: runs it to its N-th call; fails when it ended before that.
killed_at() {
  with_shim EXECASSIST_KILL_AT="$1" EXECASSIST_KILL_WHEN="$2" -- "${@:3}"
  called+=" (killed $2 call $1)"
  ((status == 137))
}

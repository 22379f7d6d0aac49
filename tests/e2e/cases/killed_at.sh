# run owes one message and is killed at the calls by which it changes anything, before them and after
# them. The next runs carry on: the message was written once, or twice where the audit says so.
. "$E2E_LIB"
. "$E2E_CRASH"
configure
{
  ics_start
  event one 20260615T120000Z 30 'Leadership sync' 12
  ics_end
} >calendar.ics

start() { # NAME: the store in that folder, and the time at which the message is due
  rm -f store.db*
  cp "$1"/* . 2>/dev/null
  now 2026-06-15T09:00:00Z
}
wrong() { # WHY
  faults=$((faults + 1))
  not_ok "killed $when call $at of $total, $name: $1" "$(cat said)"
}
# Two runs later, when the lease of the first has ended: what was said, and what is kept.
look_back() {
  local time audits
  cp out said
  for time in 09:06 09:12; do
    now 2026-06-15T$time:00Z
    call run
    if ((status != 0)) || [[ -s err ]]; then wrong "run at $time"; fi
    cat out >>said
  done
  if [[ -s out ]]; then wrong 'the last run still had something to say'; fi
  case $(grep -c 'You have a Leadership Meeting' said) in
    1) ;;
    2)
      twice=$((twice + 1))
      call notify log --json
      audits=$(grep -c "may arrive twice" out)
      if ((audits != 1)); then wrong 'written twice, and the audit does not say so'; fi
      ;;
    *) wrong 'not written once or twice' ;;
  esac
  if [[ $(sqlite3 -batch store.db 'PRAGMA integrity_check') != ok ]]; then wrong 'a broken store'; fi
}
# kill_each NAME BEFORE AFTER: before every BEFORE-th call, after every AFTER-th.
kill_each() {
  local name=$1 total at when kills=0 twice=0 faults=0
  local -A step=([before]=$2 [after]=$3)
  start "$name"
  total=$(count_calls "$EXECASSIST" run)
  for when in before after; do
    for ((at = 1; at <= total; at += step[$when])); do
      start "$name"
      if ! killed_at $at $when "$EXECASSIST" run; then wrong 'it was not killed'; fi
      kills=$((kills + 1))
      look_back
    done
  done
  equal "$name: $kills kills at $total calls, written twice after $twice; what went wrong" $faults 0
  check "$name: written twice after some" test $twice -gt 0
}

mkdir 'no store' 'a store'
cp calendar.ics calendar.full
{
  ics_start
  ics_end
} >calendar.ics
now 2026-06-15T08:00:00Z
call run
exits 0 'a run over an empty calendar'
cp store.db 'a store/'
mv calendar.full calendar.ics
kill_each 'a store' 2 16
kill_each 'no store' 16 64
finish

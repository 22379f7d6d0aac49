# notify killed in the middle, several times: the last one delivers what is left, none is lost, and
# what may have been said twice is what has two attempts in the log.
. "$E2E_LIB"
configure 'notify: {per_user_hourly_limit: 1000}'
{
  ics_start
  for ((number = 100; number < 300; number++)); do
    event "n$number" "$(date -u -d "2026-06-15 20:00 UTC + $((number - 100)) minutes" \
      +%Y%m%dT%H%M00Z)" 30 "Talk $number" 3
  done
  ics_end
} >calendar.ics
now 2026-06-15T09:00:00Z
call sync
call prep --json
now 2026-06-15T09:00:00Z
equal '200 are due' "$(sql "SELECT json_array_length(doc, '\$.triggered') FROM input")" 200

: >said
kills=0
for pause in 0.03 0.015 0.02 0.025 0.03 0.012 0.018 0.035; do
  "$EXECASSIST" notify >part 2>/dev/null </dev/null &
  victim=$!
  sleep $pause
  if kill -9 $victim 2>/dev/null; then kills=$((kills + 1)); fi
  wait $victim 2>/dev/null
  cat part >>said
done
check "it was killed $kills times" test $kills -ge 3
check 'the store is sound' test "$(sqlite3 -batch store.db 'PRAGMA integrity_check')" = ok
for time in 09:06 09:30; do
  now 2026-06-15T$time:00Z
  call notify
  exits 0 "notify at $time"
  quiet "notify at $time"
  cat out >>said
done
call notify
silent 'another one'
called=''
titles=$(grep -oE 'Talk [0-9]{3}' said)
equal 'each of the 200 was said' "$(sort -u <<<"$titles" | grep -c '')" 200
call notify list --json
equal 'all are sent' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.state') = 'sent'")" 200
twice=$(sql "SELECT sum(json_array_length(j.value, '\$.attempts')) - 200 FROM input, json_each(doc) j")
surplus=$(($(grep -c '' <<<"$titles") - 200))
check "said twice ($surplus) only what was tried twice ($twice)" test $surplus -le "$twice"

# The same with run: killed anywhere, the next one carries on.
rm -f store.db*
: >said
now 2026-06-15T09:00:00Z
for pause in 0.02 0.05 0.1 0.2; do
  "$EXECASSIST" run >part 2>/dev/null </dev/null &
  victim=$!
  sleep $pause
  kill -9 $victim 2>/dev/null
  wait $victim 2>/dev/null
  cat part >>said
done
for time in 09:06 09:30; do
  now 2026-06-15T$time:00Z
  call run
  exits 0 "run at $time"
  cat out >>said
done
called=''
equal 'killed runs lose nothing either' "$(grep -oE 'Talk [0-9]{3}' said | sort -u | grep -c '')" 200

# Asked to stop, it stops in order: 143 and 130.
rm -f store.db*
now 2026-06-15T09:00:00Z
call sync
call prep
for signal in TERM:143 INT:130; do
  env --default-signal=INT "$EXECASSIST" notify >part 2>err </dev/null &
  victim=$!
  sleep 0.05
  kill -"${signal%:*}" $victim 2>/dev/null
  wait $victim
  code=$?
  called="notify, SIG${signal%:*}"
  cp part out
  status=$code
  check "SIG${signal%:*} in notify: exit ${signal#*:} (or done before)" \
    test $code -eq "${signal#*:}" -o $code -eq 0
done
now 2026-06-15T09:30:00Z
call notify
exits 0 'the next one finishes'
call notify list --state sent --json
equal 'and nothing is left' "$(sql 'SELECT json_array_length(doc) FROM input')" 200
finish

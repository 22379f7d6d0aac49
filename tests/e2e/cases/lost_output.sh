# When the reader leaves or the disk is full, what was to be said is still owed, quickly and quietly.
. "$E2E_LIB"
configure 'notify: {per_user_hourly_limit: 1000}'
{
  ics_start
  for i in $(seq 40); do event "m$i" 20260616T1$((i % 8))0000Z 30 "1:1 number $i" 2; done
  ics_end
} >calendar.ics
now 2026-06-15T20:00:00Z
call sync
exits 0 'sync'
call prep
exits 0 'prep'
owed() { call notify list --json; sql "SELECT count(*) FROM input, json_each(doc) WHERE json_extract(value, '\$.state') <> 'sent'"; }
all=$(owed)
check 'messages are owed' test "$all" -gt 10

# The document that holds them could not be written.
"$EXECASSIST" notify --json >/dev/full 2>err </dev/null
equal 'a full disk under --json is 1' "$?" 1
equal 'all are owed again' "$(owed)" "$all"

# The disk is full: one line for all of them, and no waiting for it.
began=$SECONDS
"$EXECASSIST" notify >/dev/full 2>err </dev/null
equal 'a full disk is 3' "$?" 3
check 'it is not waited for' test $((SECONDS - began)) -lt 15
equal 'one cause, one line and one hint' "$(grep -c '' err)" 2
equal 'all are still owed' "$(owed)" "$all"

# The reader leaves: nothing is said about it.
now 2026-06-15T20:10:00Z
"$EXECASSIST" notify 2>err </dev/null | head -c 1 >/dev/null
equal 'a reader who leaves is not told' "$(grep -c 'not delivered' err)" 0
now 2026-06-15T20:30:00Z
call notify
exits 0 'the next run'
equal 'nothing is owed then' "$(owed)" 0
finish

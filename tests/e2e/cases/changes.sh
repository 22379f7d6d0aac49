# What the calendar does after the announcement: moved, cancelled, on again.
. "$E2E_LIB"
configure
calendar() { # one argument for each event line: UID START TITLE [LINE]
  ics_start
  while (($# > 0)); do
    IFS='|' read -r uid start title line <<<"$1"
    event "$uid" "$start" 30 "$title" 2 ${line:+"$line"}
    shift
  done
  ics_end
}
filler=('keep|20260616T150000Z|1:1 kept')
status_of() {
  call meetings show "$1" --json
  sql "SELECT json_extract(doc, '\$.status') FROM input"
}

calendar 'a|20260616T100000Z|1:1 with Grace' 'b|20260616T110000Z|1:1 with Alan' "${filler[@]}" \
  >calendar.ics
now 2026-06-15T11:30:00Z
call run
equal 'both are announced' "$(grep -c '1:1 with' out)" 2
a=$(id_of '1:1 with Grace') b=$(id_of '1:1 with Alan')

# Moved, the new trigger time is past: one change notice, no second announcement.
calendar 'a|20260616T101500Z|1:1 with Grace|SEQUENCE:1' 'b|20260616T110000Z|1:1 with Alan' \
  "${filler[@]}" >calendar.ics
now 2026-06-15T12:00:00Z
call run
exits 0 'moved a little'
equal 'moved a little: one notice' "$(grep -cF '1:1 with Grace' out)" 1
check 'moved a little: with the new time' grep -q '11:15' out
call run
silent 'moved a little, again'
call notify list --json
equal 'one of kind change' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'change'")" 1
equal 'still one announcement of it' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'prep' AND json_extract(j.value, '\$.meeting_id') = '$a'")" 1

# Moved far ahead: armed anew.
calendar 'a|20260618T100000Z|1:1 with Grace|SEQUENCE:2' 'b|20260616T110000Z|1:1 with Alan' \
  "${filler[@]}" >calendar.ics
now 2026-06-15T12:30:00Z
call run
equal 'moved far: one notice' "$(grep -cF '1:1 with Grace' out)" 1
equal 'moved far: armed anew' "$(status_of "$a")" classified
now 2026-06-17T10:00:00Z
call run
check 'moved far: announced again at the new trigger time' grep -qF '1:1 with Grace' out

# Gone from the file.
rm -f store.db*
calendar 'a|20260616T100000Z|1:1 with Grace' 'b|20260616T110000Z|1:1 with Alan' "${filler[@]}" \
  >calendar.ics
now 2026-06-15T11:30:00Z
call run
calendar 'a|20260616T100000Z|1:1 with Grace' "${filler[@]}" >calendar.ics
now 2026-06-15T12:00:00Z
call run
equal 'gone: one notice' "$(grep -cF '1:1 with Alan' out)" 1
check 'gone: it says cancelled' grep -qi 'cancel' out
equal 'gone: cancelled' "$(status_of "$b")" cancelled
call prep start "$b"
refused 5 'prep start of a cancelled one'
call run
silent 'gone, again'
now 2026-06-16T09:30:00Z
call run
says_not 'gone: no reminder' '1:1 with Alan'

# Cancelled by its organizer, then on again.
rm -f store.db*
now 2026-06-15T10:30:00Z
call run
calendar 'a|20260616T100000Z|1:1 with Grace|STATUS:CANCELLED' "${filler[@]}" >calendar.ics
now 2026-06-15T11:00:00Z
call run
equal 'STATUS:CANCELLED: one notice' "$(grep -cF '1:1 with Grace' out)" 1
calendar 'a|20260616T100000Z|1:1 with Grace|SEQUENCE:3' "${filler[@]}" >calendar.ics
now 2026-06-15T11:30:00Z
call run
check 'on again: it is said' grep -qF '1:1 with Grace' out
call run
silent 'on again, again'

# What was not announced may come and go without a word.
rm -f store.db*
calendar 'far|20260620T100000Z|1:1 far away' "${filler[@]}" >calendar.ics
now 2026-06-15T08:00:00Z
call run
calendar "${filler[@]}" >calendar.ics
now 2026-06-15T08:10:00Z
call run
says_not 'an unannounced cancellation is quiet' 'far away'
call meetings list --status cancelled --json
equal 'but it is stored' "$(sql 'SELECT json_array_length(doc) FROM input')" 1
finish

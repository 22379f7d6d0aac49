# A weekly series that moves is a move to the person, not a cancellation and another series; and the
# same meeting in two calendars is one.
. "$E2E_LIB"
configure
weekly() { # UID START [EXTRA LINE...]
  local uid=$1 start=$2
  shift 2
  ics_start
  event "$uid" "$start" 30 '1:1 with Grace' 2 RRULE:FREQ=WEEKLY "$@"
  ics_end
}
kinds() { # how many notifications of that kind there are
  "$EXECASSIST" notify list --json >notes.json 2>/dev/null
  sqlite3 -batch :memory: "SELECT count(*) FROM json_each(CAST(readfile('notes.json') AS TEXT)) j
    WHERE json_extract(j.value, '\$.kind') = '$1'"
}
# Told of the meeting of Tuesday the 16th, on the day before.
told() { # WHAT [UID]
  rm -rf store.db* calendar.ics
  weekly "${2:-a@x}" 20260602T100000Z >calendar.ics
  now 2026-06-15T11:00:00Z
  call run
  equal "$1: the next meeting is announced" "$(kinds prep)" 1
}
moves() { # WHAT REGEX: with what calendar.ics holds now
  now 2026-06-15T12:00:00Z
  call run
  exits 0 "$1"
  equal "$1: one change is told" "$(kinds change)" 1
  says "$1: with the new time" "$2"
  says_not "$1: not as cancelled" '[Cc]ancelled'
  call sync --json
  json "$1: nothing is left to do" '$.users[0].updated' 0
  equal "$1: nothing was cancelled" "$(sqlite3 store.db "SELECT count(*) FROM meeting_states WHERE status = 'cancelled'")" 0
}
told 'an hour later'
weekly a@x 20260602T110000Z SEQUENCE:1 >calendar.ics
moves 'an hour later' '12:00'
told 'on Wednesdays'
weekly a@x 20260603T100000Z SEQUENCE:1 >calendar.ics
moves 'on Wednesdays' 'Wednesday, June 17 at 11:00 AM'
told 'this and all that follow, as Google writes it' a@google.com
{
  ics_start
  event a@google.com 20260602T100000Z 30 '1:1 with Grace' 2 'RRULE:FREQ=WEEKLY;UNTIL=20260616T095959Z'
  event a_R20260616T100000@google.com 20260616T130000Z 30 '1:1 with Grace' 2 RRULE:FREQ=WEEKLY
  ics_end
} >calendar.ics
moves 'this and all that follow, as Google writes it' '2:00 PM'
told 'this and all that follow, with another UID'
{
  ics_start
  event a@x 20260602T100000Z 30 '1:1 with Grace' 2 'RRULE:FREQ=WEEKLY;UNTIL=20260616T095959Z'
  event 040000008200E00074C5B7101A82E008 20260617T130000Z 30 '1:1 with Grace' 2 RRULE:FREQ=WEEKLY
  ics_end
} >calendar.ics
moves 'this and all that follow, with another UID' 'Wednesday, June 17 at 2:00 PM'
told 'an override of each'
{
  ics_start
  event a@x 20260602T100000Z 30 '1:1 with Grace' 2 RRULE:FREQ=WEEKLY
  for day in 16 23 30; do
    event a@x "202606${day}T140000Z" 30 '1:1 with Grace' 2 "RECURRENCE-ID:202606${day}T100000Z"
  done
  ics_end
} >calendar.ics
moves 'an override of each' '3:00 PM'
told 'exported with a UID made up each time'
weekly b@x 20260602T100000Z >calendar.ics
call run
silent 'exported with a UID made up each time'
equal 'exported with a UID made up each time: no change' "$(kinds change)" 0

# The same meeting in two files: announced once; when one copy goes the other carries on.
rm -r store.db*
sed -i 's|calendars: .*|calendars: [{kind: ics, path: calendar.ics}, {kind: ics, path: other.ics}]}|' config.yaml
weekly a@x 20260602T100000Z >calendar.ics
weekly a@x 20260602T100000Z >other.ics
now 2026-06-15T11:00:00Z
call run
equal 'in two calendars: announced once' "$(kinds prep)" 1
{
  ics_start
  event z 20260620T100000Z 30 'Something else' 2
  ics_end
} >calendar.ics
now 2026-06-15T12:00:00Z
call run
silent 'when one copy goes'
equal 'when one copy goes: no change' "$(kinds change)" 0
now 2026-06-22T11:00:00Z
call run
equal 'the other carries on the week after' "$(kinds prep)" 2
finish

# What changes in a Google calendar, by sync token: our own Google, which has the rules of it.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
sync_set setup '{"users":[{"email":"alice@example.com"}]}'
accounts sync "$alice"
events=() # of the next `put`
event_at() { # ID TITLE START(2026-...) MINUTES [MORE JSON]; START in UTC
  local until
  until=$(date -u -d "$3 $4 minutes" +%Y-%m-%dT%H:%M:%SZ)
  events+=("{\"id\":\"$1\",${2:+\"summary\":\"$2\",}\"start\":{\"dateTime\":\"$3\",
    \"timeZone\":\"Europe/Zurich\"},\"end\":{\"dateTime\":\"$until\"},
    \"attendees\":[{\"email\":\"alice@example.com\",\"self\":true,\"responseStatus\":\"accepted\"},
    {\"email\":\"grace@example.com\",\"responseStatus\":\"accepted\"}]${5:+,$5}}")
}
put() {
  local IFS=,
  sync_set events "{\"calendar\":\"alice@example.com\",\"events\":[${events[*]}]}"
  events=()
}
user() { json "$1: $2" "\$.users[0].$2" "$3"; } # WHAT KEY EXPECTED
about() { # TITLE PATH: of the meeting as the program shows it
  call meetings list --from 2026-11-01T00:00:00Z --to 2027-01-01T00:00:00Z --json
  sql "SELECT ifnull(json_extract(j.value, '$2'), 'null') FROM input, json_each(doc) j
    WHERE json_extract(j.value, '\$.title') = '$1' ORDER BY json_extract(j.value, '\$.start_time')"
}
instance() { # NUMBER DAY: of the weekly series
  event_at "weekly_202611${2}T090000Z" "Weekly $1" "2026-11-${2}T09:00:00Z" 30 \
    "\"recurringEventId\":\"weekly\",\"iCalUID\":\"weekly@google.example\",
     \"originalStartTime\":{\"dateTime\":\"2026-11-${2}T09:00:00Z\"}"
}

event_at one 'Alice / Grace 1:1' 2026-11-24T13:00:00Z 30
event_at two 'Budget round' 2026-11-26T13:00:00Z 60
for number in 1 2 3; do instance $number $((24 + number)); done
put
now 2026-11-23T14:00:00Z
sign_in alice sync_consent

# The first listing, then nothing.
sync_uncount
call sync --json
exits 0 'the first sync'
user 'the first sync' new 5
equal 'is one request' "$(sync_count events)" 1
equal 'with gzip' "$(sync_count gzipped)" 1
check 'which names a window' grep -q 'timeMin=' <(curl -s "$CONTROL/seen?service=sync")
clear_faults
sync_uncount
call sync --json
exits 0 'nothing has changed'
user 'nothing has changed' new 0
user 'nothing has changed' updated 0
user 'nothing has changed' unchanged 5
equal 'that is one request' "$(sync_count events)" 1
curl -s "$CONTROL/seen?service=sync" >seen.json
check 'by sync token, without a window' test "$(grep -c 'syncToken=' seen.json)$(grep -c 'timeMin=' \
  seen.json)" = 10
equal 'no request was refused' "$(sync_count refused)" 0

# A meeting that was told moves: Slack hears of it.
call run --json
json 'the 1:1 is told' '$.notify.sent' 1
events=()
event_at one 'Alice / Grace 1:1' 2026-11-24T13:30:00Z 30 '"sequence":1'
put
now 2026-11-23T14:30:00Z
call run --json
exits 0 'a told meeting moves'
json 'it is updated' '$.sync.users[0].updated' 1
equal 'two messages now' "$(slack_count alice@example.com)" 2
check 'the last tells of the move' grep -qi moved <<<"$(slack_texts alice@example.com | head -n 1)"
check 'with the new time' grep -qF '2:30 PM CET' <<<"$(slack_texts alice@example.com | head -n 1)"
call run --json
json 'once' '$.notify.sent' 0

# One instance of a series moves, one is cancelled, then the whole series.
event_at weekly_20261126T090000Z 'Weekly 2' 2026-11-26T15:00:00Z 30 \
  '"recurringEventId":"weekly","iCalUID":"weekly@google.example",
   "originalStartTime":{"dateTime":"2026-11-26T09:00:00Z"},"sequence":1'
put
sync_set remove '{"calendar":"alice@example.com","ids":["weekly_20261127T090000Z"]}'
call sync --json
exits 0 'instances change'
user 'one moves' updated 1
user 'one is cancelled' cancelled 1
equal 'the moved one' "$(about 'Weekly 2' '$.start_time')" 2026-11-26T15:00:00Z
equal 'the cancelled one' "$(about 'Weekly 3' '$.status')" cancelled
equal 'the other' "$(about 'Weekly 1' '$.status')" classified
sync_set series '{"calendar":"alice@example.com","id":"weekly"}'
call sync --json
exits 0 'the series is deleted'
user 'the series is deleted' cancelled 2
equal 'the moved one goes with it' "$(about 'Weekly 2' '$.status')" cancelled
equal 'others stay' "$(about 'Budget round' '$.status')" classified
call sync --json
user 'again' cancelled 0

# A told meeting is cancelled.
sync_set remove '{"calendar":"alice@example.com","ids":["one"]}'
call run
exits 0 'a told meeting is cancelled'
check 'Slack hears of it' grep -qi cancel <<<"$(slack_texts alice@example.com | head -n 1)"
equal 'three messages' "$(slack_count alice@example.com)" 3

# What is not to be prepared, and what is odd.
event_at private '' 2026-11-25T10:00:00Z 30 '"visibility":"private"'
event_at declined 'Declined talk' 2026-11-24T10:00:00Z 30
events[1]=${events[1]/accepted/declined}
event_at focus 'Deep work' 2026-11-24T11:00:00Z 60 '"eventType":"focusTime"'
event_at away 'Out of office' 2026-11-24T12:00:00Z 60 '"eventType":"outOfOffice"'
event_at free 'Marked as free' 2026-11-24T12:30:00Z 30 '"transparency":"transparent"'
events+=('{"id":"home","summary":"Home","eventType":"workingLocation","start":{"date":"2026-11-24"},
  "end":{"date":"2026-11-25"},"transparency":"transparent"}'
  '{"id":"fair","summary":"Book fair","start":{"date":"2026-11-24"},"end":{"date":"2026-11-27"}}'
  '{"id":"rooms","summary":"Leadership sync","start":{"dateTime":"2026-11-27T10:00:00Z"},
    "end":{"dateTime":"2026-11-27T11:00:00Z"},"attendees":[
    {"email":"alice@example.com","self":true,"responseStatus":"accepted"},
    {"email":"r1@resource.example","resource":true},{"email":"r2@resource.example","resource":true},
    {"email":"no@example.com","responseStatus":"declined"},
    {"email":"b@example.com"},{"email":"c@example.com"},{"email":"d@example.com"},
    {"email":"e@example.com"},{"email":"f@example.com"},{"email":"g@example.com"},
    {"email":"h@example.com"},{"email":"i@example.com"},{"email":"j@example.com"}]}'
  '{"id":"many","summary":"Leadership all","start":{"dateTime":"2026-11-27T12:00:00Z"},
    "end":{"dateTime":"2026-11-27T13:00:00Z"},"attendeesOmitted":true,
    "attendees":[{"email":"alice@example.com","self":true,"responseStatus":"accepted"}]}'
  '{"id":"evil","summary":"*Bold* <!channel>\u0007\u202egnp","start":{"dateTime":"2026-11-27T14:00:00Z"},
    "end":{"dateTime":"2026-11-27T15:00:00Z"}}')
put
now 2026-11-24T09:00:00Z
call sync --json
exits 0 'odd events'
user 'odd events' new 10
equal 'people are counted, not rooms, not who declined' "$(about 'Leadership sync' '$.attendee_count')" 10
equal 'which makes it a leadership meeting' "$(about 'Leadership sync' '$.meeting_type')" \
  leadership_meeting
equal 'omitted people count as unknown' "$(about 'Leadership all' '$.meeting_type')" default
equal 'a list of days' "$(about 'Book fair' '$.all_day')" 1
call prep --json
exits 0 'prep'
check 'the private one has a title for people' test "$(sqlite3 data/store.db \
  "SELECT count(*) FROM meetings WHERE external_id = 'private' AND title <> ''")" -le 1
call run
for title in 'Declined talk' 'Deep work' 'Out of office' 'Marked as free' 'Home'; do
  equal "not told: $title" "$(slack_count alice@example.com "$title")" 0
done
now 2026-11-24T14:30:00Z
call run
exits 0 'later'
check 'an event without a title is told' \
  test "$(slack_count alice@example.com 'Meeting Prep Reminder')" -ge 2
now 2026-11-26T14:05:00Z
call run
equal 'no title can call the channel' "$(slack_count alice@example.com '<!channel>')" 0
equal 'it is shown as text' "$(slack_count alice@example.com '&lt;!channel&gt;')" 1

# Empty pages, short pages, a forgotten token, --full.
now 2026-11-26T15:00:00Z
sync_set settings '{"empty_pages":2,"page_size":3}'
sync_uncount
call sync --full --json
exits 0 '--full over empty and short pages'
user '--full' cancelled 0
user '--full' new 0
check 'it went through all of them' test "$(sync_count events)" -ge 4
known=$(sqlite3 data/store.db "SELECT count(*) FROM v_meetings WHERE status <> 'cancelled'")
event_at late 'Put in late' 2026-11-30T10:00:00Z 30
put
call sync --json
exits 0 'changes over empty pages'
user 'changes over empty pages' new 1
sync_set settings '{"empty_pages":0,"page_size":0,"forget_sync_tokens":true}'
sync_set remove '{"calendar":"alice@example.com","ids":["late","rooms"]}'
sync_uncount
call sync --json
exits 0 '410'
user '410' cancelled 2
user '410' new 0
equal 'one refusal, one listing' "$(sync_count events) $(sync_count refused)" '2 1'
equal 'nothing else is lost' "$(sqlite3 data/store.db \
  "SELECT count(*) FROM v_meetings WHERE status <> 'cancelled'")" $((known - 1))
sync_uncount
call sync --json
exits 0 'after 410'
equal 'the new token serves' "$(sync_count events) $(sync_count refused)" '1 0'

# The window moves on: a complete listing once the horizon is near, and nothing is told twice.
call run
told=$(slack_count alice@example.com)
sync_set events '{"calendar":"alice@example.com","events":[{"id":"next","summary":"Next month",
  "start":{"dateTime":"2026-12-20T10:00:00Z"},"end":{"dateTime":"2026-12-20T11:00:00Z"}}]}'
now 2026-12-16T08:00:00Z
call run --json
exits 0 'three weeks later'
check 'what came within reach is known' test -n "$(about 'Next month' '$.meeting_id')"
equal 'nothing old is told' "$(slack_count alice@example.com)" "$told"
finish

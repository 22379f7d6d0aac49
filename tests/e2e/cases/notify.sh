# When messages go out: quiet hours, the hourly limit, lateness, shadow mode, the first run.
. "$E2E_LIB"
configure
cp config.yaml plain.yaml
sent() {
  call notify list --state sent --json
  sql 'SELECT json_array_length(doc) FROM input'
}
fresh() { # [CONFIG LINE]: the plain configuration, a new store
  rm -f store.db*
  cp plain.yaml config.yaml
  [[ -z ${1-} ]] || echo "$1" >>config.yaml
}
{
  ics_start
  event night 20260616T013000Z 30 '1:1 in the night' 2
  event noon 20260616T110000Z 30 '1:1 at noon' 2
  ics_end
} >calendar.ics

# Quiet from 22:00 to 07:00 in London (21:00Z to 06:00Z); both were due on the day before.
fresh
sed -i 's/time_zone:/quiet_hours: {from: "22:00", to: "07:00"}, time_zone:/' config.yaml
now 2026-06-15T21:30:00Z
call run
exits 0 'in quiet hours'
check 'what begins before they end is said' grep -qF '1:1 in the night' out
says_not 'the other waits' '1:1 at noon'
now 2026-06-16T05:59:00Z
call run
says_not 'it waits until their end' '1:1 at noon'
now 2026-06-16T06:00:00Z
call run
check 'and is said then' grep -qF '1:1 at noon' out

# A limit of 2 an hour.
{
  ics_start
  for number in 1 2 3 4 5; do event "n$number" "20260616T1${number}0000Z" 30 "1:1 number $number" 2; done
  ics_end
} >calendar.ics
fresh 'notify: {per_user_hourly_limit: 2}'
now 2026-06-15T16:00:00Z
call run
exits 0 'over the hourly limit'
equal 'two at first' "$(sent)" 2
now 2026-06-15T16:30:00Z
call run
equal 'two still' "$(sent)" 2
now 2026-06-15T17:01:00Z
call run
equal 'two more after an hour' "$(sent)" 4
now 2026-06-15T18:02:00Z
call run
equal 'then the last' "$(sent)" 5

# Less than 15 minutes left: shortened, not dropped silently.
{ ics_start; event soon 20260615T161000Z 30 '1:1 very soon' 2; ics_end; } >calendar.ics
fresh
now 2026-06-15T16:00:00Z
call run
exits 0 'ten minutes left'
check 'it is said' grep -qF '1:1 very soon' out
check 'in few lines' test "$(grep -c . out)" -le 6

# Shadow mode decides and records, and sends nothing.
{ ics_start; event one 20260616T110000Z 30 '1:1 with Grace' 2; ics_end; } >calendar.ics
fresh 'notify: {enabled: false}'
now 2026-06-15T16:00:00Z
call run
exits 0 'shadow mode'
says_not 'shadow mode says nothing' '1:1 with Grace'
equal 'and marks nothing as sent' "$(sent)" 0
call notify list --json
check 'but records it' test "$(sql 'SELECT json_array_length(doc) FROM input')" -ge 1

# first_run: quiet announces nothing that was due already.
fresh 'notify: {first_run: quiet}'
call run
exits 0 'first_run: quiet'
says_not 'first_run: quiet says nothing' '1:1 with Grace'
{
  ics_start
  event one 20260616T110000Z 30 '1:1 with Grace' 2
  event two 20260616T120000Z 30 '1:1 with Alan' 2
  ics_end
} >calendar.ics
now 2026-06-15T16:10:00Z
call run
check 'but a new meeting is announced' grep -qF '1:1 with Alan' out
says_not 'and the old one is not' '1:1 with Grace'

# notify test, show, log, retry.
fresh
call notify test
exits 0 'notify test'
says 'notify test says something' .
call run
call notify list --state sent --json
id=$(sql "SELECT json_extract(j.value, '\$.notification_id') FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'prep' AND json_extract(j.value, '\$.text') LIKE '%with Grace%'")
call notify show "$id"
exits 0 'notify show'
says 'notify show has the text' '1:1 with Grace'
call notify log
exits 0 'notify log'
says 'notify log has the attempt' 'terminal'
call notify retry "$id"
refused 5 'notify retry of a sent one'
call notify retry --dead
exits 0 'notify retry --dead of none'
call notify show 0000000000
refused 6 'notify show of an unknown one'

# Reminders: asked for, listed, cancelled, ended by a cancellation.
now 2026-06-15T17:00:00Z
one=$(id_of '1:1 with Grace')
call remind add "$one" --in 30m
exits 0 'remind add --in'
call remind add "$one" --at '2026-06-15 19:00' --json
exits 0 'remind add --at'
json 'remind add --at reads the zone of the user' '$.remind_at' 2026-06-15T18:00:00Z
second=$(sql "SELECT json_extract(doc, '\$.reminder_id') FROM input")
call remind list
exits 0 'remind list'
says 'remind list names the meeting' '1:1 with Grace'
call remind cancel "$second"
exits 0 'remind cancel'
call remind cancel "$second"
refused 5 'a second remind cancel'
now 2026-06-15T17:30:00Z
call remind
exits 0 'remind'
equal 'the reminder is said once' "$(grep -cF '1:1 with Grace' out)" 1
call remind
silent 'remind again'
now 2026-06-15T18:05:00Z
call remind
silent 'the cancelled one is not said'
call remind add "$one" --at 2026-06-14T10:00:00Z
refused '2|5' 'a reminder in the past'
finish

# The shapes of cli-contract.md: one document on stdout, every key, absent values null.
. "$E2E_LIB"
configure
{
  ics_start
  event lead 20260618T090000Z 60 'Leadership sync' 12
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  ics_end
} >calendar.ics
meeting_keys='meeting_id external_id user_id source calendar_id title description start_time end_time
  time_zone location join_url organizer attendees attendee_count meeting_type prep_hours_before
  prep_trigger_time status notification_id notification_sent_at materials_url created_at updated_at
  last_synced_at all_day prep_outcome duplicate_of data_age_seconds'
notification_keys='notification_id meeting_id user_id kind state channel message_id attempts text
  due_at sent_at created_at'
shape() { # WHAT ARGS...
  local what=$1
  shift
  call "$@"
  exits 0 "$what"
  json_document "$what"
  quiet "$what"
}

now 2026-06-15T09:00:00Z
shape 'sync' sync --json
json_keys 'sync: keys' '$' users total_users successful_syncs failed_syncs
json_keys 'sync: keys of a user' '$.users[0]' user_id status new updated unchanged cancelled error
json 'sync: new' '$.users[0].new' 2
json 'sync: status' '$.users[0].status' success
json_is 'sync: no error is null' '$.users[0].error' null
json 'sync: totals' '$.successful_syncs' 1
shape 'sync again' sync --json
json 'sync again: unchanged' '$.users[0].new' 0
shape 'classify' classify --json
json_keys 'classify: keys' '$' classified unchanged by_type
json_is 'classify: by_type' '$.by_type' object
shape 'classify --all' classify --all --json
shape 'prep' prep --json
json_keys 'prep: keys' '$' triggered skipped
equal 'prep: triggered' "$(sql "SELECT json_array_length(doc, '\$.triggered') FROM input")" 1
shape 'notify' notify --json
json_keys 'notify: keys' '$' sent failed dead deferred notifications
json 'notify: sent' '$.sent' 1
# shellcheck disable=SC2086
json_keys 'notify: keys of a notification' '$.notifications[0]' $notification_keys
json 'notify: state' '$.notifications[0].state' sent
json 'notify: channel' '$.notifications[0].channel' terminal
json_keys 'notify: keys of an attempt' '$.notifications[0].attempts[0]' channel at outcome error
json 'notify: outcome' '$.notifications[0].attempts[0].outcome' accepted
shape 'notify again' notify --json
json 'notify again: nothing' '$.sent' 0
json_is 'notify again: an empty list' '$.notifications' array
shape 'remind' remind --json
json_keys 'remind: keys' '$' due sent failed
shape 'run' run --json
json_keys 'run: keys' '$' sync classify prep notify remind
json_keys 'run: sync as its own' '$.sync' users total_users successful_syncs failed_syncs
json_keys 'run: notify as its own' '$.notify' sent failed dead deferred notifications

shape 'meetings list' meetings list --json
# shellcheck disable=SC2086
json_keys 'meetings list: keys' '$[0]' $meeting_keys
lead=$(id_of 'Leadership sync')
shape 'meetings show' meetings show "$lead" --json
# shellcheck disable=SC2086
json_keys 'meetings show: keys' '$' $meeting_keys
json 'meeting: times are UTC' '$.start_time' 2026-06-18T09:00:00Z
json 'meeting: source' '$.source' ics
json 'meeting: type' '$.meeting_type' leadership_meeting
json 'meeting: hours' '$.prep_hours_before' 72
json 'meeting: trigger' '$.prep_trigger_time' 2026-06-15T09:00:00Z
json 'meeting: count' '$.attendee_count' 12
json 'meeting: attendees are strings' '$.attendees[0]' person1@example.com
json 'meeting: status' '$.status' prep_scheduled
json_is 'meeting: an absent value is null' '$.materials_url' null
notification=$(sql "SELECT json_extract(doc, '\$.notification_id') FROM input")
shape 'notify show' notify show "$notification" --json
# shellcheck disable=SC2086
json_keys 'notify show: keys' '$' $notification_keys
json 'notify show: of that meeting' '$.meeting_id' "$lead"
shape 'notify list' notify list --json
shape 'notify log' notify log --json
call notify log --json-lines
exits 0 'notify log --json-lines'
equal 'notify log --json-lines: one object a line' "$(grep -c '^{.*}$' out)" "$(grep -c '' out)"
shape 'prep list' prep list --json
shape 'prep show' prep show "$lead" --json
shape 'prep show --history' prep show "$lead" --history --json
shape 'agenda' agenda --json
shape 'config show' config show --json
call meetings list --status completed --json
exits 0 'an empty list'
json_is 'an empty list is []' '$' array
shape 'remind add' remind add "$lead" --in 10m --json
shape 'remind list' remind list --json
equal 'remind list: one was added' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.origin') = 'added'")" 1
call meetings show 'ffffffff-none' --json
exits 6 'a failure with --json'
json_keys 'a failure with --json: keys' '$.error' code kind message hint
json 'a failure with --json: code' '$.error.code' 6
finish

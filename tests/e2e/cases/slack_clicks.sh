# What buttons, commands and messages do, in which order they come, and whose they are.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
. "$E2E_SLACK"
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich,' \
  '   channels: [slack], delegates: [bob], calendars: [{kind: ics, path: ../calendar.ics}]}' \
  '- {id: bob, name: Bob, email: bob@example.org, time_zone: Asia/Tokyo, channels: [slack],' \
  '   calendars: [{kind: ics, path: ../bob.ics}]}'
sed -i 's|^slack: {|&signing_secret: env:SLACK_SIGNING_SECRET, |' config/config.yaml
{
  ics_start
  for number in 1 2 3 4 5; do event "u$number" "20261124T1${number}0000Z" 30 "1:1 number $number" 2; done
  event u6 20261124T143000Z 30 '1:1 number 6' 2
  event soon 20261123T152000Z 30 '1:1 very soon' 2
  event far 20261128T120000Z 30 '1:1 much later' 2
  event gone 20261224T120000Z 30 '1:1 next month' 2
  ics_end
} >calendar.ics
{ ics_start; event b1 20261124T100000Z 30 '1:1 of Bob' 2; ics_end; } >bob.ics
now 2026-11-23T15:00:00Z
call run
exits 0 'run'
who=$(slack_user alice@example.com) dm=$(slack_dm alice@example.com)
bob=$(slack_user bob@example.org) bob_dm=$(slack_dm bob@example.org)
id() { sqlite3 data/store.db "SELECT meeting_id FROM meetings WHERE external_id = '$1'"; }
state() { sqlite3 data/store.db "SELECT status || ' ' || ifnull(prep_outcome, '-')
  FROM meeting_states WHERE meeting_id = '$(id "$1")'"; }
outcome() { sqlite3 data/store.db 'SELECT outcome FROM inbox ORDER BY rowid DESC LIMIT 1'; }
settled() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM inbox WHERE state = 'pending'") == 0 ]]; }
done_with() { # WHAT COMMAND...: answered 200 and acted on
  local what=$1 got
  shift
  got=$("$@" | cut -c1-3 | sort -u)
  equal "$what: taken" "$got" 200
  until_true "$what: acted on" settled
}
serve || { finish; exit; }

# One effect of many clicks.
done_with 'fifty clicks of one button' click start_prep "$(id u1)" times=50
equal 'one session' "$(sqlite3 data/store.db 'SELECT count(*) FROM prep_sessions')" 1
equal 'one transition' "$(sqlite3 data/store.db "SELECT count(*) FROM transitions
  WHERE to_status = 'prep_in_progress'")" 1
until_true 'one question' test "$(slack_count alice@example.com 'Question 1 of')" = 1

# The other buttons, and what they say when it is too late.
done_with 'remind me later' click remind_later "$(id u2)"
equal 'a reminder in two hours' "$(sqlite3 data/store.db "SELECT datetime(remind_at, 'unixepoch') FROM
  reminders WHERE meeting_id = '$(id u2)'")" '2026-11-23 17:00:00'
shows() { # EXTERNAL-ID TEXT: its notice shows TEXT now
  slack_read alice@example.com
  sql_of slack.json "SELECT count(*) FROM input, json_each(doc, '\$.messages') j
    WHERE instr(j.value, '$1') AND instr(j.value, '$2')" | grep -qv '^0$'
}
until_true 'the message shows it' shows 'number 2' 'nooze'
done_with 'never after the start' click remind_later "$(id soon)"
equal 'fifteen minutes before it' "$(sqlite3 data/store.db "SELECT datetime(remind_at, 'unixepoch') FROM
  reminders WHERE meeting_id = '$(id soon)'")" '2026-11-23 15:05:00'
done_with 'skip' click skip_prep "$(id u3)"
equal 'it is skipped' "$(state u3)" 'prep_completed skipped'
until_true 'the message shows that' shows 'number 3' 'kipped'
done_with 'start after skip' click start_prep "$(id u3)"
equal 'does nothing' "$(state u3)" 'prep_completed skipped'
check 'and says why' grep -qi 'skipped' <<<"$(outcome)"
for value in '' nonsense "$(id u4)x" '../../etc/passwd' "$(id u4):999" "'; DROP TABLE meetings; --" \
  "$(printf 'x%.0s' {1..1900})"; do
  done_with "a value that is none: ${value:0:20}" click start_prep "$value"
done
done_with 'an unknown button' click self_destruct "$(id u4)"
check 'u4 may have begun by its prefix at most' grep -qE '^prep_(scheduled|in_progress) -' <<<"$(state u4)"

# Whose meeting it is.
done_with "a stranger's click" click start_prep "$(id u5)" user=U9STRANGER
equal 'does nothing' "$(state u5)" 'prep_scheduled -'
done_with "alice on bob's meeting" click start_prep "$(id b1)"
equal 'does nothing' "$(state b1)" 'prep_scheduled -'
done_with "alice's delegate" click start_prep "$(id u5)" "user=$bob" "channel=$bob_dm"
equal 'may' "$(state u5)" 'prep_in_progress -'
call prep show "$(id u5)" --history
says 'the history names the delegate' 'bob'

# Commands and messages.
list=$(person command "user=$who" "channel=$dm")
check '/meetings answers at once' grep -q '^200 {' <<<"$list"
for text in 'number 1' 'much later' start_prep remind_later skip_prep ephemeral; do
  check "it holds: $text" grep -qF "$text" <<<"$list"
done
for text in 'next month' 'of Bob'; do
  check "it does not hold: $text" test "$(grep -cF "$text" <<<"$list")" = 0
done
check '/meetings help' grep -q 'help' <<<"$(person command "user=$who" "channel=$dm" text=help)"
stranger=$(person command user=U9STRANGER "channel=$dm")
check 'a stranger is told what is missing' grep -q 'slack_user_id' <<<"$stranger"
check 'and sees nothing' test "$(grep -c 'number' <<<"$stranger")" = 0
done_with 'finish' say finish
done_with 'finish another one' say done
done_with 'finish the last one' say 'Done.'
done_with 'the word help' say ' HELP! '
until_true 'is answered' slack_holds alice@example.com '/meetings'
before=$(sqlite3 data/store.db 'SELECT count(*) FROM outbox')
done_with 'own messages' say 'an echo' bot=B1
done_with 'edited messages' say 'an edit' subtype=message_changed
equal 'are left alone' "$(sqlite3 data/store.db 'SELECT count(*) FROM outbox')" "$before"
done_with 'unknown words without a session' say 'what is the weather like?'
until_true 'are answered kindly' test "$(sqlite3 data/store.db "SELECT count(*) FROM outbox
  WHERE kind = 'reply' AND state = 'sent'")" -ge 2
done_with 'the same message again' say 'hello there' event=EvSame
done_with 'is not answered twice' say 'hello there' event=EvSame retry=1
equal 'one reply to it' "$(sqlite3 data/store.db "SELECT count(*) FROM outbox WHERE kind = 'reply'
  AND occurrence LIKE '%EvSame%'")" 1

# What changed meanwhile.
serve_ends TERM
{ ics_start; for number in 1 2 3 4 5; do event "u$number" "20261124T1${number}0000Z" 30 "1:1 number $number" 2; done; ics_end; } >calendar.ics
call run
equal 'u6 is cancelled' "$(state u6)" 'cancelled -'
serve || { finish; exit; }
done_with 'start of a cancelled meeting' click start_prep "$(id u6)"
equal 'does nothing' "$(state u6)" 'cancelled -'
check 'and says so' grep -qi cancelled <<<"$(outcome)"
until_true 'its notice shows that it is cancelled' shows 'number 6' 'ancelled'
equal 'all clicks are settled' "$(sqlite3 data/store.db "SELECT count(*) FROM inbox WHERE state = 'failed'")" 0
serve_ends TERM
finish

# Whole days on which something is down: the message comes another way, once, and somebody is told.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
phone=+41791234567
boss=+41790000001
alice_with() { # CHANNELS [YAML OF THE CONFIGURATION...]
  accounts google \
    "- {id: alice, name: Alice, email: alice@example.com, phone: \"$phone\", time_zone: Europe/Zurich," \
    "   channels: [$1], calendars: [{kind: ics, path: calendar.ics}]}" \
    "- {id: boss, name: Boss, email: boss@example.com, phone: \"$boss\", time_zone: UTC, channels: [sms]}"
  printf '%s\n' 'notify: {operator: boss}' "${@:2}" >>config/config.yaml
  rm -f data/store.db*
  clear_faults
}
calendar() { # START TITLE [ATTENDEES]: one meeting
  { ics_start; event "m$1" "$1" 60 "$2" "${3:-2}"; ics_end; } >config/calendar.ics
}
tried() { # KIND: "slack refused, sms accepted"
  call notify list --json
  sql "SELECT group_concat(json_extract(a.value, '\$.channel') || ' ' ||
      json_extract(a.value, '\$.outcome'), ', ')
    FROM input, json_each(doc) j, json_each(j.value, '\$.attempts') a
    WHERE json_extract(j.value, '\$.kind') = '$1'"
}
post='POST /api/chat.postMessage'

# Slack is down: SMS. With Slack back, the next message goes there again.
alice_with 'slack, sms, email'
calendar 20260616T120000Z '1:1 with Grace'
fault slack '/api/*' '{"close":true}' 999
now 2026-06-15T12:00:00Z
call run --json
exits 0 'Slack is down'
equal 'the way it took' "$(tried prep)" 'slack not_sent, slack not_sent, sms accepted'
equal 'one text message' "$(sms_count $phone '1:1 with Grace')" 1
check 'with the command to type' grep -qF 'execassist prep start' <<<"$(sms_texts $phone)"
check 'and the time in the zone of the person' grep -qF '2:00 PM CEST' <<<"$(sms_texts $phone)"
equal 'no e-mail' "$(email_count alice@example.com)" 0
clear_faults
{
  ics_start
  event m20260616T120000Z 20260616T120000Z 60 '1:1 with Grace' 2
  event later 20260616T130000Z 60 '1:1 with Alan' 2
  ics_end
} >config/calendar.ics
now 2026-06-15T13:00:00Z
call run
exits 0 'Slack is back'
equal 'the next message is in Slack' "$(slack_count alice@example.com '1:1 with Alan')" 1
equal 'and nowhere else' "$(sms_count $phone 'Alan') $(email_count alice@example.com Alan)" '0 0'
equal 'nothing was said twice' "$(slack_count alice@example.com Grace) $(sms_count $phone Grace)" '0 1'

# Both are down: e-mail, in text and in HTML, to be read by anybody.
alice_with 'slack, sms, email'
calendar 20260616T120000Z 'Leadership <b>sync</b> & more' 12
fault slack '/api/*' '{"close":true}' 999
fault twilio '/2010-04-01/*' '{"status":401}' 999
now 2026-06-14T12:00:00Z
call run --json
exits 3 'Slack and SMS are down, and the operator has nothing but SMS'
equal 'one e-mail' "$(email_count alice@example.com 'Leadership')" 1
check 'its text says it plainly' grep -qF 'Leadership <b>sync</b> & more' \
  <<<"$(email_texts alice@example.com)"
html=$(sql_of email.json "SELECT json_extract(j.value, '\$.html') FROM input, json_each(doc) j
  WHERE instr(j.value, 'Leadership') LIMIT 1")
check 'its HTML is escaped' grep -qF 'Leadership &lt;b&gt;sync&lt;/b&gt; &amp; more' <<<"$html"
check 'it has no link and no script' test "$(grep -ciE '<a |<script|<img' <<<"$html")" -eq 0
# The key that Twilio refuses is told to the operator: once, however many messages meet it.
equal 'nobody could be told by SMS' "$(sms_count $boss)" 0
call notify list --json
equal 'one alert about it waits' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'alert' AND json_extract(j.value, '\$.user_id') = 'boss'")" 1

# An operator with another channel hears of it, once.
alice_with 'sms, email'
sed -i 's/time_zone: UTC, channels: \[sms\]/time_zone: UTC, channels: [sms, email]/' config/config.yaml
{
  ics_start
  event one 20260616T120000Z 60 '1:1 with Grace' 2
  event two 20260616T121000Z 60 '1:1 with Alan' 2
  ics_end
} >config/calendar.ics
fault twilio '/2010-04-01/*' '{"status":401}' 999
now 2026-06-15T12:15:00Z
call run
exits 0 'a key is refused'
equal 'both messages came by e-mail' \
  "$(email_count alice@example.com '1:1 with Grace') $(email_count alice@example.com '1:1 with Alan')" '1 1'
equal 'one alert to the operator' "$(email_count boss@example.com 'SMS does not work any more')" 1
check 'with what to look at' grep -qF 'twilio.auth_token' <<<"$(email_texts boss@example.com)"
now 2026-06-15T12:20:00Z
call run
equal 'and only one' "$(email_count boss@example.com)" 1
clear_faults
call notify test --channel sms
exits 0 'the key is mended'

# Nothing works: given up after max_attempts, and the operator is told.
alice_with 'slack, email'
sed -i 's/notify: {operator: boss}/notify: {operator: boss, max_attempts: 2}/' config/config.yaml
calendar 20260616T120000Z '1:1 with Grace'
fault slack '/api/*' '{"close":true}' 999
fault ses '/v2/*' '{"close":true}' 999
now 2026-06-15T12:00:00Z
call run
exits 3 'nothing works'
for time in 12:05 12:10 12:20 12:40 13:00; do
  now 2026-06-15T$time:00Z
  call run
done
call notify list --state dead --json
equal 'it is given up' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'prep'")" 1
equal 'the operator has one text message about it' "$(sms_count $boss 'could not be delivered')" 1
before=$(sms_count $boss)
now 2026-06-15T14:00:00Z
call run
equal 'and no more' "$(sms_count $boss)" "$before"
clear_faults
call notify retry --dead
exits 0 'retry'
now 2026-06-15T14:10:00Z
call run
equal 'it arrives at last' "$(slack_count alice@example.com '1:1 with Grace')" 1

# Accepted is not arrived: the phone is off, the next channel follows.
alice_with 'sms, email'
calendar 20260616T120000Z '1:1 with Katherine'
now 2026-06-15T12:00:00Z
call run
exits 0 'taken by Twilio'
sms_fate $phone undelivered 30003
now 2026-06-15T12:01:00Z
call run
equal 'it is not asked for at once' "$(email_count alice@example.com Katherine)" 0
now 2026-06-15T12:02:00Z
call run --json
exits 0 'it bounced'
equal 'the way it took' "$(tried prep)" 'sms bounced, email accepted'
equal 'one e-mail' "$(email_count alice@example.com Katherine)" 1
call notify log --json
check 'the audit says why' grep -q 30003 out
for time in 12:10 13:00 13:10; do
  now 2026-06-15T$time:00Z
  call run
done
equal 'nothing more' "$(email_count alice@example.com Katherine) $(sms_count $phone Katherine)" '1 1'
# One that arrived is not asked for again.
calendar 20260617T120000Z '1:1 with Ada'
now 2026-06-16T11:55:00Z
call run # what else is due
now 2026-06-16T12:00:00Z
call run
sms_fate $phone delivered
clear_faults
for time in 12:02 12:10 13:00; do
  now 2026-06-16T$time:00Z
  call run
done
equal 'asked once' "$(sqlite3 data/store.db "SELECT asked FROM arrivals JOIN attempts USING (attempt_id)
  JOIN outbox USING (notification_id) JOIN meetings USING (meeting_id)
  WHERE kind = 'prep' AND title = '1:1 with Ada'")" 1
equal 'no e-mail' "$(email_count alice@example.com '1:1 with Ada')" 0

# STOP: the phone is left alone, and the person is told on another channel.
alice_with 'sms, email'
calendar 20260616T120000Z '1:1 with Joan'
sms_reply $phone STOP
now 2026-06-15T12:00:00Z
call run
exits 0 'the phone said STOP'
equal 'the message came by e-mail' "$(email_count alice@example.com '1:1 with Joan')" 1
equal 'with a word about it' "$(email_count alice@example.com 'No more messages by SMS')" 1
calendar 20260617T120000Z '1:1 with Jean'
clear_faults
now 2026-06-16T12:00:00Z
call run
exits 0 'the next day'
equal 'the phone is not even tried' "$(seen twilio)" 0
equal 'it came by e-mail' "$(email_count alice@example.com '1:1 with Jean')" 1
equal 'without another word about it' "$(email_count alice@example.com 'No more messages by SMS')" 1
sms_reply $phone START
call notify test -u alice --channel sms
exits 0 'START, and a test'
calendar 20260618T120000Z '1:1 with Jane'
now 2026-06-17T12:00:00Z
call run
equal 'text messages again' "$(sms_count $phone '1:1 with Jane')" 1

# Nobody clicks: the next channel, before the deadline; whoever reacts is left in peace.
alice_with 'slack, sms, email'
sed -i 's/^  one_on_one:$/  one_on_one:\n    escalate_after: 4h/' config/rules.yaml
calendar 20260616T120000Z '1:1 with Mary'
now 2026-06-15T12:00:00Z
call run
exits 0 'announced on Slack'
call notify list --state pending --json
equal 'the escalation can be seen coming' "$(sql "SELECT json_extract(j.value, '\$.due_at')
  FROM input, json_each(doc) j WHERE json_extract(j.value, '\$.kind') = 'escalation'")" 2026-06-15T16:00:00Z
now 2026-06-15T15:59:00Z
call run
equal 'not yet' "$(sms_count $phone Mary)" 0
now 2026-06-15T16:00:00Z
call run
equal 'now' "$(sms_count $phone Mary)" 1
check 'it says why' grep -qF 'Not prepared yet' <<<"$(sms_texts $phone)"
now 2026-06-15T21:00:00Z
call run
equal 'once' "$(sms_count $phone Mary) $(email_count alice@example.com Mary)" '1 0'
calendar 20260618T120000Z '1:1 with Rosalind'
now 2026-06-17T12:00:00Z
call run
call prep start "$(id_of '1:1 with Rosalind')"
exits 0 'the person starts'
now 2026-06-17T17:00:00Z
call run
equal 'no escalation' "$(sms_count $phone Rosalind)" 0

# A sensitive type: its title stays in Slack.
alice_with 'slack, sms, email'
sed -i 's/^  one_on_one:$/  one_on_one:\n    sensitive: true/' config/rules.yaml
{
  ics_start
  event hush 20260616T120000Z 60 '1:1 about the merger' 2 'LOCATION:Notary Smith'
  ics_end
} >config/calendar.ics
now 2026-06-15T12:00:00Z
fault slack '/api/*' '{"close":true}' 999
call run
exits 0 'a sensitive meeting, Slack is down'
equal 'it comes by SMS' "$(sms_count $phone 'title kept private')" 1
equal 'without its title and place' "$(sms_count $phone merger) $(sms_count $phone Notary)" '0 0'
call notify list --json
equal 'the store keeps what was said' "$(grep -c 'merger' out)" 0
alice_with 'email'
sed -i 's/^  one_on_one:$/  one_on_one:\n    sensitive: true/' config/rules.yaml
call run
equal 'nor does e-mail say it' "$(email_count alice@example.com merger) $(email_count alice@example.com Notary)" '0 0'
equal 'it comes, though' "$(email_count alice@example.com 'title kept private')" 1
alice_with 'slack'
sed -i 's/^  one_on_one:$/  one_on_one:\n    sensitive: true/' config/rules.yaml
call run
equal 'Slack has the title' "$(slack_count alice@example.com 'merger')" 1

# notify test proves each channel; shadow mode sends nothing but that.
alice_with 'slack, sms, email' 
sed -i 's/notify: {operator: boss}/notify: {enabled: false}/' config/config.yaml
clear_faults
calendar 20260619T120000Z '1:1 with Emmy'
now 2026-06-18T12:00:00Z
call run
exits 0 'shadow mode'
equal 'nobody is called' "$(seen slack) $(seen twilio) $(seen ses)" '0 0 0'
call notify list --json
check 'what would have been is recorded' grep -qF 'slack would be tried first' out
call notify test -u alice --json
exits 0 'notify test'
json 'three tests' '$.sent' 3
equal 'one on each channel' \
  "$(seen slack '/api/chat.postMessage') $(seen twilio) $(seen ses)" '1 1 1'
fault ses '/v2/*' '{"status":403,"headers":{"x-amzn-errortype":"AccessDeniedException"},"body":{}}' 9
call notify test -u alice
exits 3 'one of three does not work'
check 'says which' grep -qE 'email.*sign_in_needed' err
call notify log --json-lines
exits 0 'notify log --json-lines'
equal 'each line is a document' "$(grep -c '^{.*}$' out)" "$(grep -c . out)"
for key in user_id kind channel outcome message_id latency_seconds; do
  check "notify log has $key" grep -q "\"$key\"" out
done
check 'addresses are masked' test "$(grep -c -e "$phone" -e alice@example.com out)" -eq 0
finish

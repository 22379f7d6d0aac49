# From the sign-in to the delivered message, read back from Slack; gcalcli sees the same meetings.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich,' \
  '   channels: [slack], calendars: [{kind: google, calendar: primary},' \
  '                                  {kind: google, calendar: team_cal}]}' "$bob"
sign_in alice as_alice
sign_in bob as_bob
clear_faults

# First without sending.
now 2026-11-23T14:00:00Z
before=$(dump data/store.db)
call run --dry-run
exits 0 'run --dry-run'
check 'says what it would send' grep -qF 'Leadership sync' out
equal 'calls nobody at Slack' "$(seen slack)" 0
check 'writes nothing' test "$(dump data/store.db)" = "$before"

call run --json
exits 0 'run'
json_document 'run --json'
json 'both users' '$.sync.successful_syncs' 2
json 'alice has two calendars' '$.sync.users[0].new' 11
json 'bob has one' '$.sync.users[1].new' 1
json 'four are due' '$.notify.sent' 4
json 'none failed' '$.notify.failed' 0
equal 'alice has three messages' "$(slack_count alice@example.com)" 3
equal 'bob has one' "$(slack_count bob@example.org)" 1
equal 'only that of his meeting' "$(slack_count bob@example.org 'Bob / Carol 1:1')" 1

# The message as it stands in Slack.
slack_read alice@example.com
sql_of slack.json "SELECT j.value FROM input, json_each(doc, '\$.messages') j
  WHERE instr(j.value, 'Leadership')" >message.json
part() { sql_of message.json "SELECT $1"; }
block() { # TYPE PATH: of the first block of that type
  part "json_extract(j.value, '$2') FROM input, json_each(doc, '\$.blocks') j
    WHERE json_extract(j.value, '\$.type') = '$1' LIMIT 1"
}
every_text=$(part "group_concat(json_extract(t.value, '\$.text'), '
') FROM input, json_tree(doc, '\$.blocks') t WHERE t.type = 'object'
    AND json_type(t.value, '\$.text') = 'text'")
holds() { # WHAT TEXT
  if grep -qF -e "$2" <<<"$every_text"; then ok "$1"; else not_ok "$1" "$every_text"; fi
}
equal 'the header' "$(block header '$.text.type') $(block header '$.text.text')" \
  'plain_text Meeting Prep Reminder'
holds 'the type' 'You have a *Leadership Meeting* coming up:'
holds 'the title, escaped' 'Leadership sync: &lt;Q4&gt; &amp; outlook'
holds 'day and time in the zone of the person' 'Thursday, November 26 at 3:00 PM CET'
holds 'how long' '45 min'
holds 'how many' '14 people'
for text in 'customized agenda' 'budget, incidents and strategic priorities' 'question bank' \
  'note-taking template'; do
  holds "what can be prepared: $text" "$text"
done
button() { # ACTION PATH
  part "json_extract(t.value, '$2') FROM input, json_tree(doc, '\$.blocks') t
    WHERE t.type = 'object' AND json_extract(t.value, '\$.action_id') = '$1'"
}
meeting=$(id_of 'Leadership sync: <Q4> & outlook')
equal 'the first button' "$(button start_prep '$.text.text')|$(button start_prep '$.style')" \
  'Start Prep Session|primary'
equal 'the second button' "$(button remind_later '$.text.text')|$(button remind_later '$.style')" \
  'Remind Me in 2 Hours|'
equal 'the third button' "$(button skip_prep '$.text.text')|$(button skip_prep '$.style')" 'Skip|'
equal 'all carry the meeting' \
  "$(button start_prep '$.value') $(button remind_later '$.value') $(button skip_prep '$.value')" \
  "$meeting $meeting $meeting"
check 'a footer tells the age of the data' grep -qiE 'read|fetched|synced|calendar.*(now|ago)' \
  <<<"$(block context '$.elements[0].text')"
check 'the plain text says it too' grep -qF 'Leadership sync' \
  <<<"$(part "json_extract(doc, '\$.text') FROM input")"
check 'our key is in the metadata' test -n \
  "$(part "json_extract(doc, '\$.metadata.event_payload.key') FROM input")"
check 'and says nothing but itself' test -z "$(grep -oiE 'leadership|alice|outlook' \
  <<<"$(part "json_extract(doc, '\$.metadata') FROM input")")"
call notify list --state sent --json
equal 'the store knows the message by the id that Slack gave it' "$(sql "SELECT
  json_extract(j.value, '\$.message_id') FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.meeting_id') = '$meeting'")" \
  "$(part "json_extract(doc, '\$.ts') FROM input")"

# The same once more, and later: nothing is said twice, nobody is looked up twice.
call run --json
exits 0 'run again'
json 'it sends nothing' '$.notify.sent' 0
now 2026-11-23T14:10:00Z
call run
exits 0 'run later'
equal 'four were posted' "$(seen slack '*/chat.postMessage')" 4
equal 'each person was looked up once' "$(seen slack '*/users.lookupByEmail')" 2
equal 'and one conversation was opened for each' "$(seen slack '*/conversations.open')" 2
equal 'no token was refreshed' "$(seen oauth /oauth2/token)" 0

# gcalcli reads the same server.
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
redirect=http%3A%2F%2F127.0.0.1%3A$REDIRECT_PORT%2Fcallback
back=$(google_consent "$GOOGLE_AUTH_URL?client_id=$CLIENT_ID&redirect_uri=$redirect&scope=calendar&\
state=s&code_challenge=$challenge&code_challenge_method=S256" alice@example.com)
refresh=$(curl -s "$GOOGLE_TOKEN_URL" -d grant_type=authorization_code \
  -d "code=$(raw_value "$back" code)" -d "redirect_uri=$redirect" -d "client_id=$CLIENT_ID" \
  -d code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk -d "client_secret=$CLIENT_SECRET" |
  sed 's/.*"refresh_token":"\([^"]*\)".*/\1/')
GOOGLE_DIRECT=$GOOGLE_DIRECT CLIENT_ID=$CLIENT_ID CLIENT_SECRET=$CLIENT_SECRET \
  REFRESH_TOKEN=$refresh LC_ALL=C.UTF-8 timeout 60 \
  "$E2E_SOURCE/tests/e2e/services/gcalcli" agenda --tsv 2026-11-23 2026-12-05 >theirs.tsv 2>theirs.err
awk -F'\t' '$2 != "00:00" || $4 != "00:00" { print $1 "T" $2 " " $3 "T" $4 " " $5 }' theirs.tsv |
  sort >theirs
call meetings list -u alice --from 2026-11-23T00:00:00Z --to 2026-12-05T00:00:00Z --json
sql "SELECT substr(json_extract(j.value, '\$.start_time'), 1, 16) || ' ' ||
  substr(json_extract(j.value, '\$.end_time'), 1, 16) || ' ' || json_extract(j.value, '\$.title')
  FROM input, json_each(doc) j WHERE NOT json_extract(j.value, '\$.all_day')" | sort >ours
check 'gcalcli shows nine meetings' test "$(grep -c . theirs)" -eq 9
check 'and we the same' diff theirs ours
sql "SELECT json_extract(j.value, '\$.title') FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.all_day')" | sort >ours
awk -F'\t' '$2 == "00:00" && $4 == "00:00" { print $5 }' theirs.tsv | sort >theirs
check 'all-day events too' diff theirs ours

# One user fails: the other does not notice.
now 2026-11-24T07:00:00Z
sqlite3 data/store.db "UPDATE tokens SET access_expires_at = 1 WHERE user_id = 'bob'"
fault oauth /oauth2/token '{"status":400,"body":{"error":"invalid_grant"}}' 9
call sync --json
exits 3 'the sign-in of bob is refused'
json 'alice is read' '$.users[0].status' success
json 'bob is not' '$.users[1].status' error
json 'one of two' '$.successful_syncs' 1
check 'with the command to type' grep -qF 'execassist auth login google -u bob' out
json 'alice has no error' '$.users[0].error' null
call meetings list -u bob --json
equal 'what was known of bob stays' "$(sql 'SELECT json_array_length(doc) FROM input')" 1
call sync -u alice
exits 0 'alice alone'
call sync -u bob
exits 4 'bob alone'
call auth status
exits 3 'auth status: one of two'
clear_faults
sign_in bob as_bob
call sync
exits 0 'bob signed in again'

# A calendar that is not there; the other one of the same user is read.
sed -i 's/calendar: team_cal/calendar: no_such_calendar/' config/config.yaml
call sync --json
exits 3 'a calendar that does not exist'
check 'it is named' grep -qF no_such_calendar out
call meetings list -u alice --json
check 'the other is read' test "$(sql 'SELECT json_array_length(doc) FROM input')" -ge 5
finish

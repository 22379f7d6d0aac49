# The services themselves, by curl: what the cases that follow rely on.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
code() { curl -s -o answer -w '%{http_code}' "$@"; }
reason() { sql_of answer "SELECT json_extract(doc, '\$.error.errors[0].reason') FROM input"; }
value() { sql_of answer "SELECT json_extract(doc, '$1') FROM input"; }
count() { sql_of answer "SELECT json_array_length(doc, '$1') FROM input"; }

# Sign-in at the emulator: page, button, code, token, refresh, revoke.
verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM
redirect=http%3A%2F%2F127.0.0.1%3A$REDIRECT_PORT%2Fcallback
question="client_id=$CLIENT_ID&redirect_uri=$redirect&response_type=code&scope=calendar&state=st"
question+="&code_challenge=$challenge&code_challenge_method=S256"
exchange() { # TOKEN_URL CODE VERIFIER
  code "$1" -d grant_type=authorization_code -d "code=$2" -d "code_verifier=$3" \
    -d "redirect_uri=$redirect" -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET"
}
back=$(google_consent "$GOOGLE_AUTH_URL?$question" alice@example.com)
equal 'the browser comes back with the state' "$(raw_value "$back" state)" st
equal 'another verifier is refused' \
  "$(exchange "$GOOGLE_TOKEN_URL" "$(raw_value "$back" code)" wrong)" 400
equal 'the right one is not' \
  "$(exchange "$GOOGLE_TOKEN_URL" "$(raw_value "$back" code)" $verifier)" 200
access=$(value '$.access_token')
equal 'an unregistered redirect is refused' \
  "$(code "${GOOGLE_AUTH_URL}?${question/callback/elsewhere}")" 400
events=$GOOGLE_API_URL/calendars/primary/events
equal 'the token opens the calendar' "$(code -H "Authorization: Bearer $access" "$events")" 200
equal 'with the events of the seed' "$(count '$.items')" 10
equal 'another token does not' "$(code -H 'Authorization: Bearer other' "$events")" 401

# Slack.
equal 'Slack takes a bot token' "$(slack auth.test | grep -c '"ok":true')" 1
slack users.lookupByEmail -G --data-urlencode email=bob@example.org >answer
check 'Slack answers reading calls by GET' test "$(value '$.user.id')" != ''
equal 'nobody has a message yet' "$(slack_count bob@example.org)" 0

# The proxy.
fault calendar '/calendar/v3/*' '{"status":429,"headers":{"Retry-After":"2"},"body":{"a":1}}' 1 1
equal 'a fault comes after as many as it should, and once' "$(for ((i = 0; i < 3; i++)); do
  code -H "Authorization: Bearer $access" "$events"; done)" 200429200
for fault in '{"reset":true}=56' '{"close":true}=52' '{"truncated":true}=18' '{"timeout":true}=28' \
  '{"forwardThen":"reset"}=56' '{"forwardThen":"timeout"}=28'; do
  fault calendar '/calendar/v3/*' "${fault%=*}"
  curl -s -m 0.5 -o /dev/null -H "Authorization: Bearer $access" "$events"
  equal "fault ${fault%=*}" $? "${fault#*=}"
done
check 'it has seen them all' test "$(seen calendar '*/primary/events')" -ge 11
equal 'those of which the answer was lost were taken' "$(sql_of seen.json "SELECT count(*) FROM
  input, json_each(doc) j WHERE json_extract(j.value, '\$.fault') = 'forwardThen'
  AND json_extract(j.value, '\$.status') = 200")" 2
clear_faults
equal 'and forgets them' "$(seen calendar)" 0

# Our own Google.
sync_set setup '{"users":[{"email":"a@x.test","refresh_token":"r1"}],"calendars":[
  {"id":"team","owner":"a@x.test"}]}'
sync_set events '{"calendar":"a@x.test","events":[
  {"id":"one","summary":"One","start":{"dateTime":"2026-11-23T10:00:00Z"},"end":{"dateTime":"2026-11-23T11:00:00Z"}},
  {"id":"s_1","recurringEventId":"s","summary":"S","start":{"dateTime":"2026-11-24T10:00:00Z"},"end":{"dateTime":"2026-11-24T11:00:00Z"}},
  {"id":"s_2","recurringEventId":"s","summary":"S","start":{"dateTime":"2026-11-25T10:00:00Z"},"end":{"dateTime":"2026-11-25T11:00:00Z"}}]}'
back=$(sync_consent "$SYNC_AUTH_URL?$question&login_hint=a%40x.test")
equal 'it signs in' "$(exchange "$SYNC_TOKEN_URL" "$(raw_value "$back" code)" $verifier)" 200
access=$(value '$.access_token')
equal 'it refreshes' "$(code "$SYNC_TOKEN_URL" -d grant_type=refresh_token -d refresh_token=r1 \
  -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET")" 200
list() { # [NAME=VALUE...]
  local given=() each
  for each in "$@"; do given+=(--data-urlencode "$each"); done
  code -G -H "Authorization: Bearer $access" "${given[@]}" -d singleEvents=true \
    "$SYNC_API_URL/calendars/primary/events"
}
equal 'a listing' "$(list)" 200
equal 'has all events' "$(count '$.items')" 3
token=$(value '$.nextSyncToken')
equal 'an ordered one' "$(list orderBy=startTime)" 200
equal 'has no sync token' "$(value '$.nextSyncToken')" ''
equal 'pages' "$(list maxResults=2)" 200
equal 'have no sync token but the last' "$(value '$.nextSyncToken')" ''
page=$(value '$.nextPageToken')
equal 'a page with other parameters' "$(list maxResults=3 "pageToken=$page")" 400
equal 'the last page' "$(list maxResults=2 "pageToken=$page")" 200
check 'has the sync token' test -n "$(value '$.nextSyncToken')"
equal 'nothing changed' "$(list "syncToken=$token")" 200
equal 'is an empty list' "$(count '$.items')" 0
sync_set series '{"calendar":"a@x.test","id":"s"}'
equal 'a series was deleted' "$(list "syncToken=$token")" 200
equal 'is one tombstone' "$(count '$.items') $(value '$.items[0].id') $(value '$.items[0].status')" \
  '1 s cancelled'
equal 'a listing shows no tombstone' "$(list; count '$.items')" 2001
equal 'a sync token with a window' "$(list "syncToken=$token" timeMin=2026-11-23T00:00:00Z)" 400
equal 'a window without an offset' "$(list timeMin=2026-11-23T00:00:00)" 400
equal 'a sync token with other parameters' "$(list "syncToken=$token" maxResults=7)" 400
equal 'parts of an answer' "$(list 'fields=items(id,start/dateTime),nextSyncToken')" 200
equal 'are what was asked for' "$(value '$.items[0].start.dateTime')$(value '$.items[0].summary')" \
  2026-11-23T10:00:00Z
sync_set settings '{"empty_pages":2}'
equal 'an empty page' "$(list fields=items,nextPageToken) $(count '$.items')" '200 0'
check 'is not the last' test -n "$(value '$.nextPageToken')"
sync_set settings '{"empty_pages":0,"forget_sync_tokens":true}'
equal 'a forgotten sync token' "$(list "syncToken=$token") $(reason)" '410 fullSyncRequired'
sync_uncount
curl -s -H 'Accept-Encoding: gzip' -A 'x (gzip)' -H "Authorization: Bearer $access" \
  "$SYNC_API_URL/calendars/primary/events" >answer
equal 'gzip, when the User-Agent says so too' "$(sync_count gzipped) $(head -c 2 answer | od -An -tx1)" \
  '1  1f 8b'
finish

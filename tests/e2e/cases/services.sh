# The services themselves, by curl: what the cases that follow rely on.
. "$E2E_LIB"
. "$E2E_SERVICES"
E2E_PEOPLE=300 services
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
slack users.lookupByEmail -G --data-urlencode email=person300@example.com >answer
check 'as many people as were asked for are there' test "$(value '$.user.id')" != ''

# Twilio.
messages=$TWILIO_API_URL/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json
login=$TWILIO_ACCOUNT_SID:$TWILIO_AUTH_TOKEN
phone=+41791234567
sms() { # BODY [FROM [TO]]
  code -u "$login" "$messages" --data-urlencode "Body=$1" \
    --data-urlencode "From=${2:-$TWILIO_FROM}" --data-urlencode "To=${3:-$phone}"
}
refusal() { echo "$1 $(value '$.code')"; } # STATUS
equal 'a text message' "$(sms 'Ein Tag für dich') $(value '$.status')" '201 queued'
equal 'arrives as it is' "$(sms_texts $phone)" 'Ein Tag für dich'
service=(--data-urlencode To=$phone -d "MessagingServiceSid=$TWILIO_SERVICE" -d Body=two)
equal 'from whatever number the service takes' \
  "$(code -u "$login" "$messages" "${service[@]}") $(value '$.from')" "201 ${TWILIO_NUMBERS##* }"
equal 'with a wrong token' \
  "$(refusal "$(code -u "$TWILIO_ACCOUNT_SID:x" "$messages" -d Body=x)")" '401 20003'
equal 'on a wrong account' \
  "$(refusal "$(code -u "$login" "${messages/AC0/AC1}" -d Body=x)")" '404 20404'
equal 'as JSON' "$(refusal "$(code -u "$login" -H 'Content-Type: application/json' "$messages" \
  -d "{\"To\":\"$phone\",\"From\":\"$TWILIO_FROM\",\"Body\":\"x\"}")")" '400 21604'
equal 'without words' "$(refusal "$(sms '')")" '400 21602'
equal 'with too many' "$(refusal "$(sms "$(printf '%01601d' 0)")")" '400 21617'
equal 'from a number that is not ours' "$(refusal "$(sms x +15005550099)")" '400 21606'
equal 'to what is no number' "$(refusal "$(sms x '' 079)")" '400 21211'
sms_reply $phone Stop
equal 'to who said STOP' "$(refusal "$(sms x)")" '400 21610'
sms_reply $phone START
equal 'to who said START' "$(sms three)" 201
equal 'a page of the list' "$(code -u "$login" -G "$messages" --data-urlencode To=$phone \
  -d PageSize=2) $(count '$.messages')" '200 2'
equal 'leads to the next one, of the same phone' \
  "$(code -u "$login" "$TWILIO_API_URL$(value '$.next_page_uri')") $(value '$.messages[0].body')" \
  '200 Ein Tag für dich'
sms_fate $phone undelivered 30003
sms_read $phone
equal 'its fate' "$(sql_of sms.json "SELECT json_extract(doc, '\$.messages[0].status',
  '\$.messages[0].error_code') FROM input")" '["undelivered",30003]'
fault twilio '/2010-04-01/*' '{"forwardThen":"close"}'
equal 'an answer is lost' "$(sms lost)" 000
equal 'of what was taken' "$(sms_count $phone lost) $(sms_count $phone)" '1 4'

# Amazon SES; curl signs.
mail() { # FROM TO [TEXT]
  printf '{"FromEmailAddress":"%s","Destination":{"ToAddresses":["%s"]},"Content":{"Simple":{' "$1" "$2"
  printf '"Subject":{"Data":"Day"},"Body":{"Text":{"Data":"%s","Charset":"UTF-8"}}}}}' "${3-Hi}"
}
email() { # JSON [CURL ARGUMENT...]
  code "$SES_API_URL/v2/email/outbound-emails" --aws-sigv4 aws:amz:us-east-1:ses \
    -u "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H 'Content-Type: application/json' -D head \
    -d "$1" "${@:2}"
}
error() { echo "$1 $(sed -n 's/^x-amzn-errortype: \(.*\)\r$/\1/p' head)"; }
us=assistant@example.com
equal 'an e-mail' "$(email "$(mail "Your day <$us>" alice@example.com 'Zürich 🚀')")" 200
equal 'arrives as it is' "$(email_texts alice@example.com)" 'Zürich 🚀'
equal 'with another secret' "$(error "$(email "$(mail $us a@x.org)" -u "$AWS_ACCESS_KEY_ID:x")")" \
  '403 InvalidSignatureException'
equal 'with another key' "$(error "$(email "$(mail $us a@x.org)" -u "x:$AWS_SECRET_ACCESS_KEY")")" \
  '403 UnrecognizedClientException'
equal 'for another region' "$(error "$(email "$(mail $us a@x.org)" \
  --aws-sigv4 aws:amz:eu-west-1:ses)")" '403 InvalidSignatureException'
temporary=(-u "$SES_SESSION_KEY:$SES_SESSION_SECRET")
equal 'with temporary keys alone' "$(error "$(email "$(mail $us a@x.org)" "${temporary[@]}")")" \
  '403 UnrecognizedClientException'
equal 'and their token' "$(email "$(mail $us a@x.org)" "${temporary[@]}" \
  -H "X-Amz-Security-Token: $SES_SESSION_TOKEN")" 200
equal 'from an address that is not ours' "$(error "$(email "$(mail x@other.org a@x.org)")")" \
  '400 MessageRejected'
refused_if() { # WHAT SED
  equal "SES refuses $1" "$(error "$(email "$(mail $us a@x.org Zürich | sed "$2")")")" \
    '400 BadRequestException'
}
refused_if 'a list in an address' 's/a@x.org/a@x.org, b@x.org/'
refused_if 'letters beyond ASCII without a character set' 's/,"Charset":"UTF-8"//'
refused_if 'lines in a subject' 's/Day/Day\\r\\nBcc: b@x.org/'
refused_if 'members that it does not know' 's/"Destination"/"Destinations"/'
refused_if 'nobody to send to' 's/"a@x.org"//'
fault ses '/v2/*' '{"forwardThen":"reset"}'
equal 'an answer is lost' "$(email "$(mail $us bob@example.org)")" 000
equal 'of what was taken' "$(email_count bob@example.org Day) $(email_count ob@example.org)" '1 0'

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

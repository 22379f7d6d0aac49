# What may happen between us and Google: one line of a table each, through the fault proxy. What is
# known stays known, the exit code says whether to wait, to look or to sign in, and the next run
# makes up for it.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google "$alice"
now 2026-11-23T14:00:00Z
sign_in alice as_alice
call sync
exits 0 'before'
cp -r data kept
reasons() { # CODE REASON: Google's form of an error
  echo "{\"status\":$1,\"body\":{\"error\":{\"code\":$1,\"message\":\"m\",\"errors\":[{\"reason\":\"$2\"}]}}}"
}
http_date() { LC_ALL=C date -u -d "$1" '+%a, %d %b %Y %H:%M:%S GMT'; }

# fails|heals WHAT CODE TIMES FAULT [REGEX]: `fails`: the fault lasts, the run ends with CODE, the
# store keeps what it had, the next run works. `heals`: it hits TIMES times and the run gets over it.
row() {
  local kind=$1 what=$2 code=$3 times=$4 fault=$5 regex=${6-} before after began
  rm -rf data
  cp -r kept data
  clear_faults
  sync_uncount
  fault calendar '/calendar/v3/*' "$fault" "$times"
  before=$(sqlite3 data/store.db 'SELECT meeting_id, title, start_time, status FROM v_meetings')
  began=$(date +%s%3N)
  call sync
  printf '# %-44s exit %2s  %2s requests  %5s ms\n' "$what" "$status" "$(seen calendar '*/events')" \
    $(($(date +%s%3N) - began))
  exits "$code" "$what"
  if [[ $kind == fails ]]; then
    one_error "$what" "$regex"
    check "$what: the whole of it is bounded" test $(($(date +%s%3N) - began)) -le 14000
    after=$(sqlite3 data/store.db 'SELECT meeting_id, title, start_time, status FROM v_meetings')
    equal "$what: what was known stays" "$after" "$before"
    clear_faults
    call sync
    exits 0 "$what: the next run"
  fi
}
fails() { row fails "$@"; }
heals() { row heals "$@"; }

# A number after which a run gets over it, and the same lasting.
heals '401 once' 0 1 "$(reasons 401 authError)"
fails '401 for ever' 4 99 "$(reasons 401 authError)" 'auth login google -u alice'
heals '403 rateLimitExceeded once' 0 1 "$(reasons 403 rateLimitExceeded)"
heals '403 userRateLimitExceeded once' 0 1 "$(reasons 403 userRateLimitExceeded)"
fails '403 quotaExceeded for ever' 3 99 "$(reasons 403 quotaExceeded)" 'limits'
fails '403 accessNotConfigured' 3 99 "$(reasons 403 accessNotConfigured)" 'not switched on|not enabled'
equal '403 accessNotConfigured is not repeated' "$(seen calendar '*/events')" 1
fails '403 insufficientPermissions' 4 99 "$(reasons 403 insufficientPermissions)" 'auth login google -u alice'
fails '404' 3 99 "$(reasons 404 notFound)" 'no such calendar'
fails '410 on a complete listing' 3 99 "$(reasons 410 fullSyncRequired)"
heals '429 with Retry-After: 1' 0 1 '{"status":429,"headers":{"Retry-After":"1"},"body":{}}'
heals '429 with a date' 0 1 "{\"status\":429,\"headers\":{\"Retry-After\":\"$(http_date '+2 seconds')\"}}"
fails '429 with Retry-After: 600' 3 1 '{"status":429,"headers":{"Retry-After":"600"},"body":{}}' 'limits'
heals '500 twice' 0 2 "$(reasons 500 backendError)"
fails '500 for ever' 3 99 "$(reasons 500 backendError)" 'Google has a problem'
heals '503 once' 0 1 '{"status":503,"body":"<html>sorry</html>","headers":{"Content-Type":"text/html"}}'
fails '503 for ever' 3 99 '{"status":503}' 'Google has a problem'
heals 'no answer once' 0 1 '{"timeout":true}'
fails 'no answer for ever' 75 99 '{"timeout":true}' 'no answer in time'
fails 'taken, no answer' 75 99 '{"forwardThen":"timeout"}' 'no answer in time'
heals 'taken, answer lost once' 0 1 '{"forwardThen":"reset"}'
heals 'reset once' 0 1 '{"reset":true}'
fails 'reset for ever' 75 99 '{"reset":true}' 'connection'
fails 'closed without a word' 75 99 '{"close":true}' 'connection'
heals 'truncated once' 0 1 '{"truncated":true}'
fails 'truncated for ever' 75 99 '{"truncated":true}' 'connection'
fails 'oversized' 3 99 '{"oversized":70000000}' 'too large'
equal 'oversized is not repeated' "$(seen calendar '*/events')" 1
fails 'invalid JSON' 3 99 '{"status":200,"body":"{\"kind\":\"calendar#events\",\"items\":[{]"}' 'JSON'
fails 'JSON of another kind' 3 99 '{"status":200,"body":{"ok":true}}' 'not a list of events'
fails 'an empty body' 3 99 '{"status":200,"body":""}' 'JSON'
fails 'a wrong content type' 3 99 '{"status":200,"headers":{"Content-Type":"text/html"},"body":"<html>Log in to the hotel"}' 'JSON'
fails 'a redirect' 3 99 '{"status":302,"headers":{"Location":"http://127.0.0.1:9/elsewhere"}}'
fails 'a list in which nothing can be read' 3 99 '{"status":200,"body":{"kind":"calendar#events","items":[{"id":"x"},{"summary":"no id"}]}}'
heals 'slow, but in time' 0 1 '{"delayMs":1500}'

# Nobody there at all; a name that does not exist.
clear_faults
sed -i "s#api_url: http://127.0.0.1:[0-9]*/calendar#api_url: http://127.0.0.1:9/calendar#" \
  config/config.yaml
call sync
refused 75 'nobody listens' 'cannot be reached'
sed -i "s#api_url: http://127.0.0.1:9/calendar#api_url: https://calendar.invalid/calendar#" \
  config/config.yaml
call sync
refused 75 'a name that does not exist' 'cannot be reached'
sed -i "s#api_url: https://calendar.invalid/calendar#api_url: http://192.0.2.1/calendar#" \
  config/config.yaml
call sync
exits 78 'plain http to another machine'
one_error 'plain http to another machine'

# Of several pages one is lost: nothing of the listing is believed.
accounts sync "$alice"
rm -rf data
sync_set setup '{"users":[{"email":"alice@example.com"}]}'
sync_set settings '{"page_size":1}'
for id in a b c d; do
  sync_set events "{\"calendar\":\"alice@example.com\",\"events\":[{\"id\":\"$id\",\"summary\":\"Talk $id\",
    \"start\":{\"dateTime\":\"2026-11-27T10:00:00Z\"},\"end\":{\"dateTime\":\"2026-11-27T11:00:00Z\"}}]}"
done
sign_in alice sync_consent
call sync
exits 0 'four pages'
sync_set settings '{"forget_sync_tokens":true}'
fault sync '/calendar/v3/*' '{"status":500}' 99 3
before=$(sqlite3 data/store.db 'SELECT title, status FROM v_meetings ORDER BY title')
call sync
exits 3 'the third page is lost after 410'
equal 'nothing is cancelled' "$(sqlite3 data/store.db \
  'SELECT title, status FROM v_meetings ORDER BY title')" "$before"
clear_faults
call sync --json
exits 0 'the next run'
json 'finds nothing new' '$.users[0].new' 0
json 'and nothing gone' '$.users[0].cancelled' 0

# The window of the token endpoint.
for line in '{"status":500}=75' '{"status":429}=75' '{"reset":true}=75' '{"timeout":true}=75' \
  '{"status":401,"body":{"error":"invalid_client"}}=78' \
  '{"status":400,"body":{"error":"unauthorized_client"}}=78' \
  '{"status":200,"body":"<html>"}=3' '{"status":200,"body":{"access_token":"x"}}=3'; do
  clear_faults
  sqlite3 data/store.db 'UPDATE tokens SET access_expires_at = 1'
  fault sync_oauth /token "${line%=*}" 99
  call sync
  exits "${line##*=}" "refresh: ${line%=*}"
done
clear_faults
call sync
exits 0 'refresh works again'
finish

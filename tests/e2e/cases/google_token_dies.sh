# A sign-in that dies is a state: told once, with the command to type, and ended by signing in again.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
sync_set setup '{"users":[{"email":"alice@example.com"},{"email":"bob@example.org"}]}'
for who in alice@example.com bob@example.org; do
  sync_set events "{\"calendar\":\"$who\",\"events\":[{\"id\":\"one\",\"summary\":\"Far away\",
    \"start\":{\"dateTime\":\"2026-12-01T10:00:00Z\"},
    \"end\":{\"dateTime\":\"2026-12-01T11:00:00Z\"}}]}"
done
accounts sync "$alice"
now 2026-11-23T14:00:00Z
sign_in alice sync_consent
call run
exits 0 'run while it lives'
expire() { sqlite3 data/store.db 'UPDATE tokens SET access_expires_at = 1'; }

# It dies.
expire
sync_set settings '{"refuse":["alice@example.com"]}'
sync_uncount
call sync
refused 4 'sync, when it is the only source' 'execassist auth login google -u alice'
equal 'Google was asked once' "$(sync_count token)" 1
call run
exits 4 'run'
equal 'one alert' "$(slack_count alice@example.com)" 1
equal 'with the command' "$(slack_count alice@example.com \
  'execassist auth login google -u alice')" 1
equal 'without advice about Testing' "$(slack_count alice@example.com Testing)" 0
for minutes in 10 20 30 40 50; do
  now "2026-11-23T14:$minutes:00Z"
  call run
  [[ $status == 4 ]] || not_ok "run at 14:$minutes"
done
now 2026-11-24T14:00:00Z
call run
exits 4 'run on the next day'
equal 'still one alert' "$(slack_count alice@example.com)" 1
equal 'Google is not asked again' "$(sync_count token)" 1
equal 'no calendar is asked for' "$(sync_count events)" 0
call notify list --json
equal 'one alert in the list' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.kind') = 'alert'")" 1
call auth status
exits 4 'auth status'
says 'it says why' 'refuses.*invalid_grant'
call auth status --json
json 'its state' '$[0].state' sign_in_needed

# Two users: the other goes on.
accounts sync "$alice" "$bob"
sign_in bob sync_consent
call sync --json
exits 3 'with another user who works'
json 'the other is read' '$.users[1].status' success
json 'the first is not' '$.users[0].status' error
call sync -u alice
exits 4 'the first alone'
check 'a calendar that was read before keeps its meetings' \
  test "$(sqlite3 data/store.db "SELECT count(*) FROM meetings WHERE user_id = 'alice'")" -eq 1

# It is alive again.
sync_set settings '{"refuse":[]}'
sign_in alice sync_consent
call run
exits 0 'run after signing in again'
equal 'no word more' "$(slack_count alice@example.com)" 1

# A second death is a second alert; near the seventh day it earns the advice.
expire
sqlite3 data/store.db "UPDATE tokens SET granted_at = granted_at - 7 * 86400 WHERE user_id = 'alice'"
sync_set settings '{"refuse":["alice@example.com"]}'
now 2026-11-24T15:00:00Z
call run
exits 3 'the second death'
equal 'a second alert' "$(slack_count alice@example.com)" 2
equal 'with advice about Testing' "$(slack_count alice@example.com Testing)" 1
call auth status
says 'auth status has it too' Testing
call run
equal 'once' "$(slack_count alice@example.com)" 2

# Eight at once with an access token that has ended: one asks for another.
sync_set settings '{"refuse":[],"latency_ms":100}'
sign_in alice sync_consent
accounts sync "$alice"
now 2026-11-24T16:00:00Z
expire
sync_uncount
for ((number = 1; number <= 8; number++)); do
  { timeout 60 "$EXECASSIST" sync >at_once.$number 2>&1 </dev/null; echo $? >at_once.$number.code; } &
  pids[number]=$!
done
wait "${pids[@]}"
called=''
equal 'eight at once: one refresh' "$(sync_count token_refresh)" 1
equal 'none fails' "$(cat at_once.*.code | grep -cvxE '0|75')" 0
check 'most work' test "$(cat at_once.*.code | grep -cx 0)" -ge 1

# An access token that Google does not take before its time: one other, and on.
sync_set settings '{"void_access":true,"latency_ms":0}'
sync_uncount
call sync
exits 0 'an access token that is void early'
equal 'one refresh' "$(sync_count token_refresh)" 1
# One that it never takes.
clear_faults
fault sync '/calendar/v3/*' '{"status":401,"body":{"error":{"code":401,"errors":[{"reason":"authError"}]}}}' 99
sync_uncount
call sync
refused 4 'a token that is never taken'
check 'does not loop' test "$(sync_count token_refresh)" -le 1
check 'nor ask often' test "$(seen sync '*/events')" -le 4
clear_faults
now 2026-11-24T16:10:00Z
call sync
exits 0 'afterwards'

# The token endpoint cannot answer: try again later, and no alert; nor one for what has passed.
now 2026-11-24T16:20:00Z
expire
fault sync_oauth /token '{"status":503}' 99
call sync
exits 75 'the token endpoint is out of order'
call run
equal 'no alert' "$(slack_count alice@example.com)" 2
clear_faults
call sync
exits 0 'it works again'
finish

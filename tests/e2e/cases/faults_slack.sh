# What may happen between us and Slack, through the fault proxy: whatever it was, in the end the
# person has the message exactly once, or the program says why not.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: UTC, channels: [slack],' \
  '   calendars: [{kind: ics, path: calendar.ics}]}'
. "$E2E_FAULTS"
service=slack
post=/api/chat.postMessage
send="POST $post"
ask=/api/conversations.history
received() { slack_count alice@example.com "$1"; }
says_error() { echo "{\"status\":200,\"body\":{\"ok\":false,\"error\":\"$1\"}}"; }

row 'no fault' accepted 0 1 $post '{"delayMs":1}'
row 'slow, but in time' accepted 0 1 $post '{"delayMs":1500}'
# Slack has certainly not taken it.
row '429, Retry-After: 1' not_sent 0 1 $post \
  '{"status":429,"headers":{"Retry-After":"1"},"body":{"ok":false,"error":"ratelimited"}}'
row '429, a date' not_sent 0 1 $post \
  "{\"status\":429,\"headers\":{\"Retry-After\":\"$(http_date '+3 seconds')\"}}"
row '429, Retry-After: 900' not_sent 3 1 $post '{"status":429,"headers":{"Retry-After":"900"}}'
row 'ratelimited, status 200' not_sent 0 1 $post "$(says_error ratelimited)"
# It says no.
row '401' sign_in_needed 3 1 $post '{"status":401}'
row '403' refused 3 1 $post '{"status":403}'
row '404' refused 3 1 $post '{"status":404}'
row '410' refused 3 1 $post '{"status":410}'
row 'invalid_auth' sign_in_needed 3 1 $post "$(says_error invalid_auth)"
row 'missing_scope' sign_in_needed 3 1 $post "$(says_error missing_scope)"
row 'msg_too_long' refused 3 1 $post "$(says_error msg_too_long)"
row 'an unknown code' refused 3 1 $post "$(says_error never_heard_of)"
nobody_knows row row 1
row 'internal_error' unknown 3 1 $post "$(says_error internal_error)"
row 'a redirect' refused 3 1 $post '{"status":302,"headers":{"Location":"http://127.0.0.1:9/"}}'
# Before the message: finding the person.
row 'lookup: 503 once' accepted 0 1 /api/users.lookupByEmail '{"status":503}'
row 'lookup: reset for ever' not_sent 3 1 /api/users.lookupByEmail '{"reset":true}' 99
row 'lookup: nobody' refused 3 1 /api/users.lookupByEmail "$(says_error users_not_found)"
row 'conversation: 429' accepted 0 1 /api/conversations.open '{"status":429,"headers":{"Retry-After":"1"}}'
# Asking back does not work at first either.
also='{"status":500}=8'
row 'taken; asking: 500' unknown 3 1 $post '{"forwardThen":"reset"}'
row 'not taken; asking: 500' unknown 3 1 $post '{"reset":true}'
also='{"status":200,"body":"<html>"}=2'
row 'taken; asking: no JSON' unknown 3 1 $post '{"forwardThen":"close"}'
also=''

# The conversation that was remembered is gone: it is asked for again.
sqlite3 data/store.db "UPDATE channel_addresses SET conversation = 'D0GONE'"
{ ics_start; event gone 20260616T093000Z 30 '1:1 after the move' 2; ics_end; } >config/calendar.ics
now 2026-06-15T10:30:00Z
call run
exits 0 'a remembered conversation is gone'
equal 'the message arrives' "$(slack_count alice@example.com '1:1 after the move')" 1

# No token; a token without scopes; nobody of that address.
{ ics_start; event poor 20260616T100000Z 30 '1:1 without scopes' 2; ics_end; } >config/calendar.ics
now 2026-06-15T10:40:00Z
SLACK_BOT_TOKEN='' call run
exits 78 'no bot token'
check 'no bot token: says which setting' grep -qE 'SLACK_BOT_TOKEN|slack.bot_token' err out
now 2026-06-15T11:00:00Z
SLACK_BOT_TOKEN=$POOR_BOT_TOKEN call run
exits 3 'a bot token without scopes'
call notify list --json
check 'the scope is named' grep -q 'missing_scope' out
now 2026-06-15T11:50:00Z
call run
exits 0 'with the right token'
equal 'it arrives' "$(slack_count alice@example.com '1:1 without scopes')" 1

# A token that cannot be had for half a day: said by every run, and nothing is lost or sent twice.
{ ics_start; event wait 20260616T110000Z 30 '1:1 that waits' 2; ics_end; } >config/calendar.ics
for hour in {12..23}; do
  now "2026-06-15T$hour:00:00Z"
  SLACK_BOT_TOKEN='' call run
  [[ $status == 78 ]] || not_ok "without a token at $hour:00: exit $status"
done
now 2026-06-15T23:10:00Z
call run
exits 0 'the token is back'
equal 'it arrives once' "$(slack_count alice@example.com '1:1 that waits')" 1
SLACK_BOT_TOKEN='' call notify test
exits 78 'notify test without a token'
check 'says which setting' grep -q SLACK_BOT_TOKEN err

sed -i 's/alice@example.com/nobody@example.com/' config/config.yaml
{ ics_start; event nobody 20260616T110000Z 30 '1:1 for nobody' 2; ics_end; } >config/calendar.ics
now 2026-06-16T00:00:00Z
call run
exits 3 'nobody of that address'
call notify list --json
check 'says what to do' grep -q slack_user_id out

# notify test says at once whether Slack works.
sed -i 's/nobody@example.com/alice@example.com/' config/config.yaml
call notify test
exits 0 'notify test'
equal 'it arrives' "$(slack_count alice@example.com 'Test Message')" 1
fault slack $post "$(says_error invalid_auth)"
call notify test
exits '3|4' 'notify test with a dead token'
check 'says what to do' grep -q 'slack.bot_token' out err
finish

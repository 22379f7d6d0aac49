# What may happen between us and Twilio, through the fault proxy: whatever it was, in the end the
# phone has the message exactly once, or the program says why not.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
phone=+41791234567
accounts google \
  "- {id: alice, name: Alice, email: alice@example.com, phone: \"$phone\", time_zone: UTC," \
  '   channels: [sms], calendars: [{kind: ics, path: calendar.ics}]}'
. "$E2E_FAULTS"
service=twilio
messages=/2010-04-01/Accounts/$TWILIO_ACCOUNT_SID/Messages.json
send="POST $messages"
ask="GET $messages"
received() { sms_count $phone "$1"; }
says_error() { echo "{\"status\":$1,\"body\":{\"code\":$2,\"message\":\"<b>no\",\"status\":$1}}"; }

row 'no fault' accepted 0 1 "$send" '{"delayMs":1}'
row 'slow, but in time' accepted 0 1 "$send" '{"delayMs":1500}'
# Twilio has certainly not taken it.
row '429, code 20429' not_sent 0 1 "$send" "$(says_error 429 20429)"
row '429, Retry-After: 1' not_sent 0 1 "$send" '{"status":429,"headers":{"Retry-After":"1"}}'
row '429, a date' not_sent 0 1 "$send" \
  "{\"status\":429,\"headers\":{\"Retry-After\":\"$(http_date '+3 seconds')\"}}"
row '429, Retry-After: 900' not_sent 3 1 "$send" '{"status":429,"headers":{"Retry-After":"900"}}'
# It says no.
row '401' sign_in_needed 3 1 "$send" '{"status":401}'
row '20003' sign_in_needed 3 1 "$send" "$(says_error 401 20003)"
row '403' refused 3 1 "$send" '{"status":403}'
row '404' refused 3 1 "$send" '{"status":404}'
row '410' refused 3 1 "$send" '{"status":410}'
row '21211, no such number' refused 3 1 "$send" "$(says_error 400 21211)"
row '21408, region' refused 3 1 "$send" "$(says_error 400 21408)"
row '21606, our number' refused 3 1 "$send" "$(says_error 400 21606)"
row 'an unknown code' refused 3 1 "$send" "$(says_error 400 29999)"
# Nobody knows.
nobody_knows row row 1
row '201 without a sid' unknown 3 1 "$send" '{"status":201,"body":{"status":"queued"}}'
row 'a redirect' refused 3 1 "$send" '{"status":302,"headers":{"Location":"http://127.0.0.1:9/"}}'
# Asking back does not work at first either.
also='{"status":500}=8'
row 'taken; asking: 500' unknown 3 1 "$send" '{"forwardThen":"reset"}'
row 'not taken; asking: 500' unknown 3 1 "$send" '{"reset":true}'
also='{"status":200,"body":"<html>"}=2'
row 'taken; asking: no JSON' unknown 3 1 "$send" '{"forwardThen":"close"}'
also=''

# No token; a wrong one; a number that is none.
{ ics_start; event poor 20260616T100000Z 30 '1:1 without a token' 2; ics_end; } >config/calendar.ics
now 2026-06-15T10:40:00Z
TWILIO_AUTH_TOKEN='' call run
exits 78 'no token'
check 'no token: says which setting' grep -qE 'TWILIO_AUTH_TOKEN|twilio.auth_token' err out
now 2026-06-15T11:00:00Z
TWILIO_AUTH_TOKEN=00000000000000000000000000000000 call run
exits 3 'a wrong token'
call notify list --json
check 'the setting is named' grep -q 'twilio.auth_token' out
check 'the token is not' test "$(grep -c 00000000000000000000000000000000 out)" -eq 0
now 2026-06-15T11:50:00Z
call run
exits 0 'with the right token'
equal 'it arrives' "$(sms_count $phone '1:1 without a token')" 1
TWILIO_FROM_NUMBER=hello call notify test
exits 78 'our number is none'
check 'says which setting' grep -q twilio.from_number err
sed -i "s/$phone/0791234567/" config/config.yaml
call config check
refused 78 'a phone without a country' 'phone'
finish

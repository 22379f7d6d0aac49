# What may happen between us and SES, through the fault proxy. SES cannot be asked what it has taken:
# where its answer was lost, the message is sent once more, and the audit says so.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: UTC, channels: [email],' \
  '   calendars: [{kind: ics, path: calendar.ics}]}'
. "$E2E_FAULTS"
service=ses
mail=/v2/email/outbound-emails
send="POST $mail"
ask=''
received() { email_count alice@example.com "$1"; }
says_error() { # STATUS NAME [MESSAGE]
  echo "{\"status\":$1,\"headers\":{\"x-amzn-ErrorType\":\"$2\"},\"body\":{\"message\":\"${3-<b>no}\"}}"
}
doubtful() { local may_repeat=1; row "$@"; }

row 'no fault' accepted 0 1 "$send" '{"delayMs":1}'
row 'slow, but in time' accepted 0 1 "$send" '{"delayMs":1500}'
# SES has certainly not taken it.
row 'TooManyRequestsException' not_sent 0 1 "$send" "$(says_error 429 TooManyRequestsException)"
row 'too fast' not_sent 0 1 "$send" \
  "$(says_error 400 ThrottlingException 'Maximum sending rate exceeded.')"
row 'the quota of the day' not_sent 3 1 "$send" \
  "$(says_error 400 ThrottlingException 'Daily message quota exceeded.')"
row '429, a date' not_sent 0 1 "$send" \
  "{\"status\":429,\"headers\":{\"Retry-After\":\"$(http_date '+3 seconds')\"}}"
# It says no.
row '403, no name' refused 3 1 "$send" '{"status":403}'
row 'SignatureDoesNotMatch' sign_in_needed 3 1 "$send" "$(says_error 403 SignatureDoesNotMatch)"
row 'AccessDeniedException' sign_in_needed 3 1 "$send" "$(says_error 403 AccessDeniedException)"
row 'ExpiredTokenException' sign_in_needed 3 1 "$send" "$(says_error 403 ExpiredTokenException)"
row 'MessageRejected' refused 3 1 "$send" "$(says_error 400 MessageRejected)"
row 'MailFromDomainNotVerified' refused 3 1 "$send" \
  "$(says_error 400 MailFromDomainNotVerifiedException)"
row 'AccountSuspendedException' refused 3 1 "$send" "$(says_error 400 AccountSuspendedException)"
row 'SendingPausedException' refused 3 1 "$send" "$(says_error 400 SendingPausedException)"
row 'an unknown name' refused 3 1 "$send" "$(says_error 400 NeverHeardOf)"
row '404' refused 3 1 "$send" '{"status":404}'
row '410' refused 3 1 "$send" '{"status":410}'
row 'a redirect' refused 3 1 "$send" '{"status":302,"headers":{"Location":"http://127.0.0.1:9/"}}'
# Nobody knows.
nobody_knows doubtful row 2
doubtful '200 without a MessageId' unknown 3 1 "$send" '{"status":200,"body":{}}'

# Wrong keys, no keys, a sender that SES does not know.
{ ics_start; event poor 20260616T100000Z 30 '1:1 without keys' 2; ics_end; } >config/calendar.ics
now 2026-06-15T10:40:00Z
AWS_SECRET_ACCESS_KEY=wrong call run
exits 3 'a wrong secret'
call notify list --json
check 'the setting is named' grep -q 'secret_access_key' out
now 2026-06-15T11:00:00Z
AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' AWS_EC2_METADATA_DISABLED=true call run
check 'no keys at all: not sent' test $status -ne 0
call notify list --json
check 'says where keys may come from' grep -qE 'credential|AWS_ACCESS_KEY_ID' out
now 2026-06-15T11:50:00Z
call run
exits 0 'with the right keys'
equal 'it arrives' "$(email_count alice@example.com '1:1 without keys')" 1
sed -i 's/assistant@example.com/assistant@elsewhere.test/' config/config.yaml
call notify test
exits 3 'a sender that is not verified'
check 'says so' grep -qiE 'verif' err
sed -i 's/assistant@elsewhere.test/assistant@example.com/' config/config.yaml

# Keys from the files that AWS's tools share, and temporary ones from a program.
mkdir -p aws
printf '[default]\naws_access_key_id = %s\naws_secret_access_key = %s\n' \
  "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY" >aws/credentials
AWS_SHARED_CREDENTIALS_FILE=$PWD/aws/credentials AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' \
  call notify test
exits 0 'keys from a file'
expires=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)
printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}\n' \
  "$SES_SESSION_KEY" "$SES_SESSION_SECRET" "$SES_SESSION_TOKEN" "$expires" >aws/answer
printf '[profile work]\ncredential_process = cat %s\nregion = us-east-1\n' "$PWD/aws/answer" >aws/config
AWS_CONFIG_FILE=$PWD/aws/config AWS_PROFILE=work AWS_ACCESS_KEY_ID='' AWS_SECRET_ACCESS_KEY='' \
  call notify test
exits 0 'temporary keys from a program'
finish

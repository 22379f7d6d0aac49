# Signing in to Google as people do: with a browser, over ssh, and everything that goes wrong.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google "$alice"
now 2026-11-23T14:00:00Z
signed_in() { # WHAT yes|no
  call auth status --json
  if [[ $2 == yes ]]; then exits 0 "$1"; else exits 4 "$1"; fi
}

refused_login() { # CODE WHAT REGEX: like refused; the address may stand on stdout
  exits "$1" "$2"
  if tr '\n' ' ' <err | grep -qE -e "$3"; then ok "$2: says why"; else not_ok "$2: says why"; fi
  says_not "$2: no success" 'signed in'
}

# Before.
call auth status
exits 4 'auth status before'
says 'it names the user and the command' 'execassist auth login google -u alice'
call auth status --json
json 'auth status --json before' '$[0].state' not_signed_in
call sync
refused 4 'sync before' 'execassist auth login google -u alice'

# With a browser: the program starts one; it is us, who see the address that it is given.
mkdir browser
cat >browser/xdg-open <<END
#!/bin/sh
printf '%s\\n' "\$1" >'$PWD/opened.new'
mv '$PWD/opened.new' '$PWD/opened'
END
chmod +x browser/xdg-open
begin_in_browser() { # leaves `pid` and the address `shown`
  local waits
  rm -f opened out err
  called="auth login google --port $REDIRECT_PORT"
  DISPLAY=:99 PATH=$PWD/browser:$PATH timeout 60 "$EXECASSIST" auth login google \
    --port "$REDIRECT_PORT" >out 2>err </dev/null &
  pid=$!
  for ((waits = 0; waits < 100; waits++)); do
    [[ ! -e opened ]] || break
    sleep 0.05
  done
  shown=$(cat opened 2>/dev/null)
}
end_in_browser() {
  wait "$pid"
  status=$?
}
begin_in_browser
check 'the browser is given an address' test -n "$shown"
check 'the address is shown as well' grep -qF -e "$shown" out err
for part in response_type=code code_challenge_method=S256 access_type=offline prompt=consent \
  login_hint=alice%40example.com scope=https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fcalendar.readonly \
  "redirect_uri=http%3A%2F%2F127.0.0.1%3A${REDIRECT_PORT}%2Fcallback"; do
  check "it asks with ${part%%%*}" grep -qF -e "$part" opened
done
check 'with a state nobody guesses' test "$(raw_value "$shown" state | wc -c)" -ge 40
check 'with a challenge' test "$(raw_value "$shown" code_challenge | wc -c)" -eq 44
listener=http://127.0.0.1:$REDIRECT_PORT
visit() { curl -s -m 5 -o page.html -w '%{http_code}' "$@"; }
check 'favicon.ico is no answer' test "$(visit "$listener/favicon.ico")" -ge 400
check 'another state is no answer' \
  test "$(visit "$listener/callback?code=4%2Fstolen&state=other")" -ge 400
check 'no state is no answer' test "$(visit "$listener/callback?code=4%2Fstolen")" -ge 400
check 'another path is no answer' \
  test "$(visit "$listener/other?code=x&state=$(raw_value "$shown" state)")" -ge 400
check 'a POST is no answer' test "$(visit "$listener/callback" -d code=x)" -ge 400
equal 'nobody was asked for tokens yet' "$(seen oauth /oauth2/token)" 0
check 'it listens on loopback only' test -z "$(awk -v port="$(printf ':%04X' "$REDIRECT_PORT")" '
  $4 == "0A" && $2 ~ port "$" && $2 !~ /^0100007F/' /proc/net/tcp)"
equal 'the browser comes back' "$(visit "$(google_consent "$shown" alice@example.com)")" 200
check 'to a page for people' grep -qi '<html' page.html
check 'without anything secret' test -z "$(grep -F "$(raw_value "$shown" state)" page.html)"
end_in_browser
exits 0 'auth login google'
says 'it says who' 'alice is alice@example.com'
equal 'the code was exchanged once' "$(seen oauth /oauth2/token)" 1
check 'the sign-in was used once before that was said' \
  test "$(seen calendar '*/calendarList')" -ge 1

# What is left behind.
equal 'the key is for the user alone' "$(stat -c '%a %s' config/execassist.key | cut -d' ' -f1)" 600
equal 'the store too' "$(stat -c %a data/store.db)" 600
equal 'no key beside the store' "$(find data -name '*key*' | wc -l)" 0
check 'no token stands in the store' \
  test -z "$(grep -rlaE 'google_[A-Za-z0-9_-]{20}|google_refresh' data)"
call auth status
exits 0 'auth status'
says 'it names the account' 'alice +google +alice@example.com +signed in'
call auth status --json
json_document 'auth status --json'
json_is 'a list' '$' array
json_keys 'with these keys' '$[0]' user_id provider state account scopes signed_in_at age_seconds \
  last_refresh_at access_token_expires_at next_refresh_at refused_at reason hint
json 'its state' '$[0].state' signed_in
json 'its scopes' '$[0].scopes[0]' https://www.googleapis.com/auth/calendar.readonly
check 'its age' test "$(sql "SELECT json_extract(doc, '\$[0].age_seconds') FROM input")" -le 60
call sync
exits 0 'sync works'

# Denied in the browser, and nobody who comes.
begin_in_browser
visit "$listener/callback?error=access_denied&state=$(raw_value "$shown" state)" >/dev/null
end_in_browser
refused_login 4 'denied in the browser' 'not allowed'
signed_in 'the earlier sign-in stays' yes
begin_in_browser
kill -INT "$(pgrep -P "$pid" 2>/dev/null || echo "$pid")" 2>/dev/null
end_in_browser
exits '130' 'interrupted'
call auth login google --port "${CONTROL##*:}"
refused 1 'a port that is taken'

# Over ssh: what the browser ended at is pasted.
sign_out() {
  call auth logout google
  exits 0 'auth logout'
}
sign_out
login alice as_alice
exits 0 'paste of the address'
check 'the address is on stdout' grep -qE '^http://127\.0\.0\.1:[0-9]+/o/oauth2' out
says 'and who it is' 'alice is alice@example.com'
signed_in 'signed in by the address' yes
bare_code() { raw_value "$(as_alice "$1")" code; }
sign_out
login alice bare_code
exits 0 'paste of the code'
signed_in 'signed in by the code' yes
quoted() { printf '\n  "%s"  \n' "$(as_alice "$1")"; }
login alice quoted
exits 0 'paste with blanks and quotes, over an earlier sign-in'
login alice as_alice --json
exits 0 'with --json'
json_document 'auth login --json'
json 'its account' '$.account' alice@example.com
login alice as_bob
exits 0 'the account of somebody else'
check 'is warned of' grep -qF bob@example.org err
login alice as_alice

# What must not work, and leaves the sign-in alone.
id_before=$(sqlite3 data/store.db 'SELECT grant_id FROM tokens')
other_state() { as_alice "$1" | sed 's/state=[^&]*/state=other/'; }
login alice other_state
refused_login 1 'another state' 'another attempt'
denied() { echo "http://127.0.0.1:$REDIRECT_PORT/callback?error=access_denied&state=$(raw_value "$1" state)"; }
login alice denied
refused_login 4 'denied' 'not allowed'
garbage() { echo 'hello there'; }
login alice garbage
refused_login 2 'something else pasted' 'no answer from Google'
itself() { echo "$1"; }
login alice itself
refused_login 2 'the address itself pasted' 'the address to open'
nothing() { :; }
login alice nothing
refused_login 2 'nothing pasted' 'before an answer was pasted'
stolen() { echo 4/0Axyz-a-code-of-somebody-else; }
login alice stolen
refused_login 4 'a code that is void' 'does not take the code'
too_little() { google_consent "$1" alice@example.com 'openid email'; }
login alice too_little
refused_login 4 'the box for the calendar not ticked' 'tick the box'
GOOGLE_CALENDAR_CLIENT_SECRET=wrong-secret login alice as_alice
refused_login 78 'a wrong client secret' 'client'
GOOGLE_CALENDAR_CLIENT_ID=somebody-else login alice stolen
refused_login 78 'a client that Google does not know' 'client'
GOOGLE_CALENDAR_CLIENT_ID='' call auth login google --no-browser
refused 78 'no client at all' 'GOOGLE_CALENDAR_CLIENT_ID'
fault oauth /oauth2/token '{"forwardThen":"reset"}'
login alice as_alice
refused_login 75 'the answer to the code is lost' 'again'
fault oauth /oauth2/token '{"status":503,"body":"<html>busy"}' 9
login alice as_alice
refused_login 75 'the server is busy' '503'
clear_faults
fault calendar '*' '{"status":403,"body":{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}]}}}' 9
login alice as_alice
refused_login 78 'the Calendar API is not enabled' 'not enabled'
clear_faults
call auth login google -u nobody --no-browser
refused 6 'an unknown user' 'nobody'
call auth login outlook
refused 2 'an unknown provider'
call auth login google --no-browser --dry-run
exits 0 'auth login --dry-run'
equal 'all of that left the sign-in alone' \
  "$(sqlite3 data/store.db 'SELECT grant_id FROM tokens')" "$id_before"
signed_in 'which still works' yes

# The sealing key.
mv config/execassist.key kept.key
call auth status
exits 4 'auth status without the key'
call sync
refused 4 'sync without the key' 'auth login google -u alice'
(umask 077 && head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=' >config/execassist.key)
call sync
refused 4 'sync with another key' 'auth login google -u alice'
mv kept.key config/execassist.key
chmod 644 config/execassist.key
call sync
refused 78 'a key that others can read' 'execassist.key'
chmod 600 config/execassist.key

# Signing out.
clear_faults
fault oauth /oauth2/revoke '{"status":503}' 9
call auth logout google
exits 75 'Google cannot be reached to revoke'
check 'says that nothing was removed' grep -q 'nothing was removed.*--local' err
signed_in 'still signed in' yes
clear_faults
call auth logout google --dry-run
exits 0 'auth logout --dry-run'
equal 'revokes nothing' "$(seen oauth /oauth2/revoke)" 0
call auth logout google
exits 0 'auth logout'
check 'warns about the whole project' grep -qF 'whole Cloud project' err
equal 'revokes once' "$(seen oauth /oauth2/revoke)" 1
token=$(sed -n 's/.*"token=\([^"&]*\)".*/\1/p' seen.json)
equal 'what it revoked opens nothing any more' "$(curl -s -o /dev/null -w '%{http_code}' \
  "$GOOGLE_DIRECT/oauth2/token" -d grant_type=refresh_token -d "refresh_token=$token" \
  -d "client_id=$CLIENT_ID" -d "client_secret=$CLIENT_SECRET")" 400
check 'that was a token' test -n "$token"
equal 'nothing of it is left' "$(sqlite3 data/store.db 'SELECT count(*) FROM tokens')" 0
signed_in 'signed out' no
call auth logout google
refused 6 'auth logout of nobody'
login alice as_alice
clear_faults
call auth logout google --local
exits 0 'auth logout --local'
equal 'calls nobody' "$(seen oauth)$(seen calendar)" 00
signed_in 'signed out here' no
finish

# Every secret that goes over the wire is looked for everywhere else: output, logs of all levels and
# forms, the arguments of running processes, the store.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
accounts google "$alice"
now 2026-11-23T14:00:00Z
: >said
kept() { # after each call: what it printed
  cat out err >>said
}
collect() { # what went over the wire; faults are over, too
  for service in calendar oauth slack; do curl -s "$CONTROL/seen?service=$service" >>wire; done
  clear_faults
}
loud=(--log-level debug)
for form in text json; do
  login alice as_alice "${loud[@]}" --log-format $form
  exits 0 "auth login, logs as $form"
  kept
done
call run "${loud[@]}" --log-format json
exits 0 run
kept
check 'something was logged' test "$(grep -c . said)" -ge 10
# A refresh brings the refresh token onto the wire.
sqlite3 data/store.db 'UPDATE tokens SET access_expires_at = 1'
call sync "${loud[@]}"
exits 0 'sync with a refresh'
kept

# Errors, also of servers that send our secrets back.
for body in "{\"ok\":false,\"error\":\"$BOT_TOKEN\"}" "$BOT_TOKEN" "{\"ok\":\"$BOT_TOKEN"; do
  now "2026-11-2$((number = ${number:-3} + 1))T14:00:00Z"
  fault slack '/api/*' "{\"status\":200,\"body\":$(sqlite3 :memory: "SELECT json_quote('$body')")}" 9
  call run "${loud[@]}"
  kept
  collect
  call notify list --json
  kept
  call notify log --json
  kept
done
access=$(grep -oE '"authorization":"Bearer [^"]*' wire | sed 's/.*Bearer //' | sort -u)
for fault in "{\"status\":500,\"body\":{\"error\":{\"message\":\"$CLIENT_SECRET\"}}}" \
  "{\"status\":403,\"body\":{\"error\":{\"errors\":[{\"reason\":\"${access%%$'\n'*}\"}]}}}" \
  '{"reset":true}' '{"status":302,"headers":{"Location":"http://127.0.0.1:9/"}}'; do
  fault calendar '*' "$fault" 9
  call sync "${loud[@]}"
  kept
  call sync --json
  kept
  collect
done
for error in invalid_client invalid_grant; do
  sqlite3 data/store.db 'UPDATE tokens SET access_expires_at = 1'
  fault oauth '*' "{\"status\":400,\"body\":{\"error\":\"$error\",\"error_description\":\"$CLIENT_SECRET\"}}" 9
  call sync "${loud[@]}"
  kept
  collect
done
call auth status --json
kept
call config show --json
kept
call config show
kept
login alice as_alice "${loud[@]}"
kept

# While calls are out: what others see of the processes.
fault calendar '*' '{"delayMs":2000}' 9
fault slack '*' '{"delayMs":1000}' 9
now 2026-11-25T14:00:00Z
"$EXECASSIST" run "${loud[@]}" >out 2>err </dev/null &
pid=$!
: >arguments
for _ in 1 2 3 4 5 6 7 8; do
  sleep 0.2
  for file in /proc/[0-9]*/cmdline; do
    { tr '\0' ' ' <"$file" && echo; } 2>/dev/null
  done 2>/dev/null | grep -F "$EXECASSIST" | grep -vF grep >>arguments
done
wait $pid
kept
check 'processes were seen while calls were out' test -s arguments
call auth logout google "${loud[@]}"
kept
collect

# All that went over the wire in a place of a secret.
{
  echo "$CLIENT_SECRET"
  echo "$BOT_TOKEN"
  grep -oE '"authorization":"(Bearer|Basic) [^"]*' wire | sed 's/.* //'
  grep -oE '\b(code|code_verifier|refresh_token|token|client_secret)=[^&"]*' wire | sed 's/[^=]*=//'
} | sort -u >secrets
cat config/execassist.key >>secrets
for kind in code= code_verifier= refresh_token= '"token=' client_secret= 'Bearer google_' 'Bearer xoxb'; do
  check "the wire carried ${kind#\"}" grep -qF -e "$kind" wire
done
check 'ten secrets and more' test "$(grep -c . secrets)" -ge 10
found() { LC_ALL=C grep -aoFf secrets "$@" | sort -u | head -n 5; }
equal 'none in what was printed and logged' "$(found -h said)" ''
equal 'none in arguments' "$(found -h arguments)" ''
equal 'none in the store' "$(found -h -r data)" ''
equal 'nor in the configuration folder but the key' \
  "$(found -h config/config.yaml config/rules.yaml)" ''
equal 'nor in the home folder' "$(found -h -r home)" ''
# The search finds what is there.
printf 'x %s y\n' "$(head -n 1 secrets)" >planted
check 'a planted one would be found' test -n "$(found -h planted)"
finish

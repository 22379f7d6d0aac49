# What comes to `serve`: only what Slack signed, once each, whatever its size, its order and how many
# connections idle.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
. "$E2E_SLACK"
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich,' \
  '   channels: [slack], calendars: [{kind: ics, path: ../calendar.ics}]}'
{ ics_start; event one 20261124T120000Z 30 '1:1 one' 2; ics_end; } >calendar.ics
now 2026-11-23T14:00:00Z

# What it refuses to start with.
call serve --listen 127.0.0.1:0
refused 78 'without a signing secret' 'signing_secret'
sed -i 's|^slack: {|&signing_secret: env:SLACK_SIGNING_SECRET, |' config/config.yaml
call serve --listen 0.0.0.0:0
refused '2|78' 'a public address' 'behind-proxy|tls'
call serve --listen nonsense
refused '2|78' 'no address' 'listen'
call serve --tls-cert missing.pem
refused '2|78' 'half of TLS' 'tls'
call serve --dry-run
refused 2 'a dry run'

call run
exits 0 'run'
id=$(sqlite3 data/store.db 'SELECT meeting_id FROM meetings')
who=$(slack_user alice@example.com) dm=$(slack_dm alice@example.com)
serve || { finish; exit; }
status_of() { sqlite3 data/store.db 'SELECT status FROM meeting_states'; }
inbox() { sqlite3 data/store.db 'SELECT count(*) FROM inbox'; }

for wrong in signature=v0=00 signature=none signature= 'secret=another' age=301 age=-301 timestamp=x; do
  equal "refused: $wrong" "$(click start_prep "$id" "$wrong" | cut -c1-3)" 401
done
equal 'a body that is not what was signed' "$(person raw 'body={}' \
  signature=v0=0000000000000000000000000000000000000000000000000000000000000000 | cut -c1-3)" 401
equal 'nothing was stored' "$(inbox)" 0
equal 'nothing happened' "$(status_of)" prep_scheduled
equal 'an age of four minutes is taken' "$(say help age=240)" '200 '

equal 'the challenge' "$(person raw 'body={"type":"url_verification","challenge":"abc123","token":"t"}')" \
  '200 abc123'
equal 'a probe' "$(person raw 'body=ssl_check=1&token=t' type=application/x-www-form-urlencoded)" '200 '
for hostile in '' '{' '[]' 'null' '{"type":"event_callback"}' '{"type":7}' 'payload=' 'payload={}' \
  'payload=%7B%22type%22%3A%22block_actions%22%7D' 'command=%2Fmeetings'; do
  for type in application/json application/x-www-form-urlencoded; do
    got=$(person raw "body=$hostile" "type=$type" | cut -c1-3)
    case $got in
      200 | 400) ok "signed nonsense is survived: $type $hostile" ;;
      *) not_ok "signed nonsense is survived: $type $hostile" "$got" ;;
    esac
  done
done
equal 'a form of 60 KiB' "$(click start_prep "$id" pad=61440 at=1.1)" '200 '
until_true 'acts' test "$(status_of)" = prep_in_progress
equal 'the same again' "$(click start_prep "$id" pad=61440 at=1.1 retry=1)" '200 '
equal 'a body of 300 KiB' "$(click start_prep "$id" pad=307200 at=1.2 | cut -c1-3)" 413
before=$(inbox)
equal 'fifty at once' "$(click start_prep "$id" at=3.3 times=50 same=1 | sort | uniq -c |
  tr -s ' ')" ' 50 200 '
equal 'are one' "$(($(inbox) - before))" 1
equal 'one session came of all' "$(sqlite3 data/store.db 'SELECT count(*) FROM prep_sessions')" 1

# Idle connections, and one that stops in the middle.
for ((number = 0; number < 64; number++)); do exec {idle[number]}<>"/dev/tcp/127.0.0.1/${SERVE##*:}"; done
began=$(date +%s%N)
equal 'a click beside 64 idle connections' "$(click start_prep "$id" at=4.4)" '200 '
check 'within a second' test $((($(date +%s%N) - began) / 1000000)) -lt 1100
for ((number = 0; number < 64; number++)); do exec {idle[number]}>&-; done

equal 'healthz' "$(curl -s -o /dev/null -w '%{http_code}' "$SERVE/healthz")" 200
equal 'readyz' "$(curl -s -o /dev/null -w '%{http_code}' "$SERVE/readyz")" 200
equal 'readyz says nothing to others' "$(curl -s -o /dev/null -w '%{http_code}' \
  -H 'X-Forwarded-For: 203.0.113.9' "$SERVE/readyz")" 200
check 'metrics' grep -q '^execassist_' <(curl -s "$SERVE/metrics")
equal 'an unknown path' "$(curl -s -o /dev/null -w '%{http_code}' "$SERVE/nothing")" 404

# The store is busy for longer than Slack waits: it hears so, and repeats.
sqlite3 data/store.db >/dev/null 2>&1 <<<'BEGIN IMMEDIATE;
.shell sleep 4
COMMIT;' &
holder=$!
sleep 0.3
equal 'busy' "$(click start_prep "$id" at=5.5 | cut -c1-3)" 503
wait $holder
equal 'the repetition is taken' "$(click start_prep "$id" at=5.5 retry=1)" '200 '

# A slow store of cron's does not lose what was acknowledged.
call run
exits '0|75' 'run beside it'
serve_ends INT
equal 'SIGINT' "$status" 130
equal 'nothing is left to do' "$(sqlite3 data/store.db "SELECT count(*) FROM inbox
  WHERE state = 'pending'")" 0
check 'no secret in what it said' test "$(grep -c -e "$SIGNING_SECRET" -e "$BOT_TOKEN" serve.err)" = 0

# Behind a proxy the address counts that the proxy names.
serve --behind-proxy || { finish; exit; }
equal 'readyz is for loopback alone' "$(curl -s -o /dev/null -w '%{http_code}' \
  -H 'X-Forwarded-For: 203.0.113.9' "$SERVE/readyz")" 404
equal 'metrics too' "$(curl -s -o /dev/null -w '%{http_code}' -H 'X-Forwarded-For: 203.0.113.9' \
  "$SERVE/metrics")" 404
refusals=$(click start_prep "$id" signature=v0=00 times=60 | cut -c1-3 | sort | uniq -c | tr -s ' ')
check 'wrong signatures are slowed down' grep -q ' 429' <<<"$refusals"
equal 'right ones are not' "$(click start_prep "$id" at=6.6 | cut -c1-3)" 200
serve_ends TERM
finish

# Eight notify and eight run at once over 500 messages that are due: each is received once. And a
# process that was suspended beyond its lease sends nothing that another has sent.
. "$E2E_LIB"
. "$E2E_SERVICES"
E2E_PEOPLE=50 services
people=500
mkdir -p config data
users=()
for ((number = 1; number <= people; number++)); do
  case $((number % 10)) in
    1) reach="email: person$((number / 10 + 1))@example.com, channels: [slack, email]" ;;
    [2-4]) reach="email: p$number@example.com, channels: [email]" ;;
    *) reach="phone: \"+4179$((1000000 + number))\", email: p$number@example.com, channels: [sms]" ;;
  esac
  users+=("- {id: p$number, $reach, time_zone: UTC, calendars: [{kind: ics, path: c$number.ics}]}")
  {
    ics_start
    event "m$number" 20260616T080000Z 30 "1:1 number $number." 2
    ics_end
  } >"config/c$number.ics"
done
accounts google "${users[@]}"
sed -i 's/^http: .*/http: {connect_timeout: 10s, timeout: 30s, retry_for: 40s}/' config/config.yaml
now 2026-06-15T09:00:00Z
call sync
exits 0 'five hundred people'
call prep
exits 0 'five hundred messages are due'
pids=()
for ((i = 0; i < 8; i++)); do
  for job in notify run; do
    "$EXECASSIST" $job >"$job$i.out" 2>"$job$i.err" </dev/null &
    pids[${#pids[@]}]=$!
  done
done
codes=''
for pid in "${pids[@]}"; do
  wait "$pid"
  codes+=" $?"
done
# Slack and the rate limits may put some off; nobody may fail otherwise.
check "all ended well:$codes" test -z "$(tr ' ' '\n' <<<"$codes" | grep -vE '^(0|3|75)?$')"
for time in 09:02 09:05 09:10 09:20 09:40 10:30 11:30 12:40; do
  now "2026-06-15T$time:00Z"
  call notify
done
exits 0 'the last notify has nothing to complain of'
call notify list --json
equal 'all are sent' "$(sql "SELECT count(*) FROM input, json_each(doc) j
  WHERE json_extract(j.value, '\$.state') = 'sent'")" $people

# What was received, past the program.
: >received
for ((number = 1; number <= people; number += 10)); do
  slack_read "person$((number / 10 + 1))@example.com"
  sql_of slack.json "SELECT json_extract(j.value, '\$.text') FROM input,
    json_each(doc, '\$.messages') j" >>received
done
twilio Messages.json -G -d PageSize=1000 >sms.json
sql_of sms.json "SELECT json_extract(j.value, '\$.body') FROM input,
  json_each(doc, '\$.messages') j" >>received
curl -s -o email.json "$SES_DIRECT/outbox"
sql_of email.json "SELECT json_extract(j.value, '\$.subject') FROM input, json_each(doc) j" >>received
grep -oE '1:1 number [0-9]+\.' received | sort | uniq -c >counted
equal 'received: different ones' "$(wc -l <counted)" $people
equal 'received: twice' "$(awk '$1 > 1' counted | wc -l)" 0

# Suspended while its message is on the way, beyond the lease; meanwhile another looks after it.
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: UTC, channels: [slack],' \
  '   calendars: [{kind: ics, path: calendar.ics}]}'
sleeper() { # AFTER: how many calls of Slack it makes before it falls asleep; leaves pid
  clear_faults
  fault slack '/api/*' '{"delayMs":700}' 1 "$1"
  "$EXECASSIST" notify >sleeper.out 2>sleeper.err </dev/null &
  pid=$!
  for ((waits = 0; waits < 200; waits++)); do
    (($(seen slack) > $1)) && break
    sleep 0.02
  done
  kill -STOP $pid
}
for asleep in 0 2; do
  title="1:1 asleep $asleep"
  { ics_start; event "asleep$asleep" 20260616T080000Z 30 "$title" 2; ics_end; } >config/calendar.ics
  rm -f data/store.db*
  now 2026-06-15T09:00:00Z
  call sync
  call prep
  sleeper $asleep
  sleep 1
  # The lease is over, but its holder lives: nobody takes the message from it.
  now 2026-06-15T09:07:00Z
  call notify --json
  exits '0|3' "asleep at call $asleep: another notify"
  json 'it leaves the message alone' '$.sent' 0
  sleep 5
  kill -CONT $pid
  wait $pid
  for time in 09:20 09:30; do
    now "2026-06-15T$time:00Z"
    call notify
  done
  exits 0 'the end'
  equal "asleep at call $asleep: received once" "$(slack_count alice@example.com "$title")" 1
done
finish

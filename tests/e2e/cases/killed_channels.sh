# run owes one message on each of Slack, SMS and e-mail and is killed at the calls by which it changes
# anything. After the next runs everybody has theirs exactly once; an e-mail twice at most, and only
# where the audit says so.
. "$E2E_LIB"
. "$E2E_SERVICES"
. "$E2E_CRASH"
step=${E2E_AFTER_EACH:-5}
phone=+41790000000

meetings() { # TITLE: one for each, due now
  local channel
  for channel in slack sms email; do
    { ics_start; event "$1" 20260616T080000Z 30 "1:1 $1 on $channel" 2; ics_end; } >config/$channel.ics
  done
}
# A world in which everybody was reached once before: nobody has to be looked up.
fresh_world() {
  end_world
  services
  accounts google \
    '- {id: alice, name: Alice, email: alice@example.com, time_zone: UTC, channels: [slack],' \
    '   calendars: [{kind: ics, path: slack.ics}]}' \
    "- {id: sam, name: Sam, email: sam@example.com, phone: \"$phone\", time_zone: UTC," \
    '   channels: [sms], calendars: [{kind: ics, path: sms.ics}]}' \
    '- {id: eve, name: Eve, email: eve@example.com, time_zone: UTC, channels: [email],' \
    '   calendars: [{kind: ics, path: email.ics}]}'
  rm -rf data/store.db* before
  mkdir before
  meetings first
  now 2026-06-15T08:00:00Z
  call run
  if ((status != 0)); then not_ok 'a first run'; fi
  cp data/store.db before/
}
start() { # TITLE: the store as it was before, and the meetings; a phone of its own, for to one
  # alone nobody sends hundreds of messages in ten minutes
  local next=+$((${phone#+} + 1))
  sed -i "s/$phone/$next/" config/config.yaml
  phone=$next
  rm -f data/store.db*
  cp before/store.db data/store.db
  meetings "$1"
  now 2026-06-15T09:00:00Z
}
faults=0
wrong() {
  faults=$((faults + 1))
  not_ok "$title: $1" "$(cat err)"
}
twice_said=''
try() { # BEFORE|AFTER NUMBER
  local time
  title=$1-$2
  start "$title"
  # Threads do not always share their commits in the same way: it may have ended before.
  if ! killed_at "$2" "$1" "$EXECASSIST" run && ((status != 0)); then wrong "exit $status"; fi
  # The lease runs out, doubts are settled, the rest goes out; then there is nothing left to do.
  for time in 09:06 09:20; do
    now "2026-06-15T$time:00Z"
    call run
  done
  if ((status != 0)); then wrong 'the last run was not content'; fi
  call notify log --json-lines
  if grep -q '"email".*may arrive twice' out; then twice_said+=" $title "; fi
  if grep '"slack"\|"sms"' out | grep -q 'may arrive twice'; then wrong 'a doubt that could be settled'; fi
}
# What they have in this world, read past the program: "TITLE" for each message, by channel.
take_stock() {
  slack_read alice@example.com
  twilio Messages.json -G -d PageSize=1000 >sms.json
  curl -s -o email.json "$SES_DIRECT/outbox"
  sql_of slack.json "SELECT json_extract(j.value, '\$.text') FROM input,
    json_each(doc, '\$.messages') j" >texts.slack
  sql_of sms.json "SELECT json_extract(j.value, '\$.body') FROM input,
    json_each(doc, '\$.messages') j" >texts.sms
  sql_of email.json "SELECT json_extract(j.value, '\$.subject') FROM input, json_each(doc) j" >texts.email
  local channel
  for channel in slack sms email; do
    grep -oE "1:1 (before|after)-[0-9]+ on $channel" texts.$channel |
      sed -E 's/1:1 ([a-z]+-[0-9]+) on .*/\1/' >>received.$channel
  done
}

fresh_world
start count
total=$(count_calls "$EXECASSIST" run)
check 'there is something to be killed at' test "$total" -gt 60
# Before each call, and after each or each so many: to the world, after one is before the next.
points=()
for ((number = 1; number <= total; number++)); do
  points+=("before $number")
  if ((number % step == 0)); then points+=("after $number"); fi
done
for ((at = 0; at < ${#points[@]}; at++)); do
  # shellcheck disable=SC2086
  try ${points[at]}
  # The emulators take some thousand calls only.
  if (((at + 1) % 100 == 0)); then
    take_stock
    fresh_world
  fi
done
take_stock

tried=${#points[@]}
counts() { sort received.$1 | uniq -c; }
for channel in slack sms; do
  equal "$channel: received once at each point" \
    "$(counts $channel | awk '$1 == 1' | wc -l) once, $(counts $channel | awk '$1 > 1' | wc -l) more often" \
    "$tried once, 0 more often"
done
twice=$(counts email | awk '$1 == 2' | wc -l)
equal 'email: never lost' "$(counts email | wc -l)" "$tried"
unsaid=$(counts email | while read -r count name; do
  if ((count > 2)) || { ((count == 2)) && [[ $twice_said != *" $name "* ]]; }; then echo "$name"; fi
done)
equal 'email: twice only where the audit says so, never more often' "$unsaid" ''
equal 'nothing went wrong on the way' $faults 0
check 'at least 300 points' test "$tried" -ge 300
echo "# killed at $tried points of a run of $total calls; received exactly once: Slack $tried, SMS $tried," \
  "e-mail $((tried - twice)); e-mail twice, as its audit says: $twice"
finish

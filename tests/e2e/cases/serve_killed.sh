# `serve` is killed again and again while answers and clicks come in. What it acknowledged is there
# and is acted on once; what it did not acknowledge may be sent again, as Slack does.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
. "$E2E_SLACK"
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich,' \
  '   channels: [slack], calendars: [{kind: ics, path: ../calendar.ics}]}'
sed -i 's|^slack: {|&signing_secret: env:SLACK_SIGNING_SECRET, |' config/config.yaml
{
  ics_start
  for ((number = 1; number <= 12; number++)); do
    event "k$number" "20261124T$((9 + number))0000Z" 30 "1:1 number $number" 2
  done
  ics_end
} >calendar.ics
now 2026-11-23T22:00:00Z
call run
exits 0 'run'
who=$(slack_user alice@example.com) dm=$(slack_dm alice@example.com)

acknowledged=()
round=0
for id in $(sqlite3 data/store.db "SELECT meeting_id FROM meeting_states
  WHERE status = 'prep_scheduled'"); do
  round=$((round + 1))
  serve || break
  # Three clicks of different kinds and times; the server dies somewhere among them.
  click start_prep "$id" "at=$round.1" times=3 same=1 >"answers.$round" &
  asking=$!
  sleep "0.$((20 + round * 13 % 70))"
  end_serve
  server=''
  wait $asking
  ! grep -q '^200' "answers.$round" || acknowledged+=("$id")
done
check 'every round was played' test "$round" -ge 10
check 'some were acknowledged' test ${#acknowledged[@]} -ge 3
now 2026-11-23T22:06:00Z # whoever died while sending is given up after five minutes
serve || { finish; exit; }
settled() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM inbox WHERE state = 'pending'") == 0 ]]; }
until_true 'what was left is acted on' settled
lost=0
for id in "${acknowledged[@]}"; do
  began=$(sqlite3 data/store.db "SELECT count(*) FROM prep_sessions WHERE meeting_id = '$id'")
  ((began == 1)) || lost=$((lost + 1))
done
equal "none of the ${#acknowledged[@]} acknowledged is lost" "$lost" 0
all=$(sqlite3 data/store.db 'SELECT count(*) FROM prep_sessions')
twice=$(sqlite3 data/store.db "SELECT count(*) FROM (SELECT 1 FROM transitions
  WHERE to_status = 'prep_in_progress' GROUP BY meeting_id HAVING count(*) > 1)")
equal 'no preparation began twice' "$twice" 0
questions_out() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM outbox WHERE kind = 'question'
  AND state = 'sent'") == "$all" ]]; }
until_true 'each session has asked its first question' questions_out
equal 'and each once' "$(slack_count alice@example.com 'Question 1 of')" "$all"

# Answers: each acknowledged one is in the session.
got=$(say 'An answer that must not be lost' event=EvKept)
end_serve
server=''
equal 'it was acknowledged' "$got" '200 '
serve || { finish; exit; }
kept() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM session_questions
  WHERE answer = 'An answer that must not be lost'") == 1 ]]; }
until_true 'an answer outlives the server' kept
equal 'the same answer again' "$(say 'An answer that must not be lost' event=EvKept retry=1)" '200 '
sleep 0.3
check 'is not taken twice' kept
serve_ends TERM
equal 'SIGTERM' "$status" 143
finish

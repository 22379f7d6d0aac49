# A preparation held in Slack: the notice, its button, the questions one by one, the materials; then
# one that begins in Slack and ends in the terminal. Everything is read back from Slack.
. "$E2E_LIB"
. "$E2E_SERVICES"
services
. "$E2E_SLACK"
accounts google \
  '- {id: alice, name: Alice, email: alice@example.com, time_zone: Europe/Zurich,' \
  '   channels: [slack], calendars: [{kind: ics, path: ../calendar.ics}]}'
printf 'Team,Left\nPlatform,"12,500"\n<!channel> & <b>Evil</b>,0\n' >config/numbers.csv
echo 'context: {numbers: {path: numbers.csv, label: Budget}}' >>config/config.yaml
sed -i 's|^slack: {|&signing_secret: env:SLACK_SIGNING_SECRET, |' config/config.yaml
sed -i 's|^  one_on_one:|&\n    required_context: [numbers]|' config/rules.yaml
{
  ics_start
  event first 20261124T120000Z 30 '1:1 <!channel> <script>alert(1)</script>' 2
  event second 20261124T133000Z 45 '1:1 in two places' 2
  event third 20261124T133500Z 45 '1:1 that is left alone' 2
  ics_end
} >calendar.ics
now 2026-11-23T14:00:00Z
call run
exits 0 'run'
equal 'three notices' "$(slack_count alice@example.com 'Meeting Prep Reminder')" 3
who=$(slack_user alice@example.com) dm=$(slack_dm alice@example.com)
first=$(sqlite3 data/store.db "SELECT meeting_id FROM meetings WHERE external_id = 'first'")
second=$(sqlite3 data/store.db "SELECT meeting_id FROM meetings WHERE external_id = 'second'")
third=$(sqlite3 data/store.db "SELECT meeting_id FROM meetings WHERE external_id = 'third'")
state() { sqlite3 data/store.db "SELECT status || ' ' || ifnull(prep_outcome, '-')
  FROM meeting_states WHERE meeting_id = '$1'"; }
serve || { finish; exit; }

notice=$(slack_ts alice@example.com 'alert(1)')
equal 'the button is taken' "$(click start_prep "$first" "ts=$notice")" '200 '
until_true 'the first question comes' slack_holds alice@example.com 'Question 1 of'
equal 'the preparation is under way' "$(state "$first")" 'prep_in_progress -'
questions=$(sqlite3 data/store.db "SELECT count(*) FROM session_questions")
check 'the type has questions' test "$questions" -ge 3
redrawn() { # TS TEXT: the message of that ts shows TEXT now
  slack_read alice@example.com
  sql_of slack.json "SELECT 1 FROM input, json_each(doc, '\$.messages') j
    WHERE json_extract(j.value, '\$.ts') = '$1' AND instr(j.value, '$2')" | grep -q 1
}
buttons_of() { # TS: the actions of that message
  slack_read alice@example.com
  sql_of slack.json "SELECT group_concat(json_extract(t.value, '\$.action_id'), ' ') FROM input,
    json_each(doc, '\$.messages') j, json_tree(j.value, '\$.blocks') t
    WHERE json_extract(j.value, '\$.ts') = '$1' AND t.type = 'object'
      AND json_extract(t.value, '\$.type') = 'button'"
}
until_true 'the notice shows that it is under way' redrawn "$notice" 'under way'
equal 'and offers no start any more' "$(buttons_of "$notice" | grep -c start_prep.*remind_later)" 0

# Answers as messages, and the ways back and past.
equal 'an answer' "$(say 'Hiring <plan> & budget')" '200 '
until_true 'the second question' slack_holds alice@example.com 'Question 2 of'
equal 'back' "$(say back)" '200 '
until_true 'the first again' test "$(slack_count alice@example.com 'Question 1 of')" -ge 2
equal 'a better answer' "$(say 'Hiring plan & budget &lt;!channel&gt;')" '200 '
position() { sqlite3 data/store.db "SELECT position FROM prep_sessions WHERE meeting_id = '$1'"; }
is_at() { [[ $(position "$first") == "$1" ]]; }
# Words are an answer only once their question is there.
asked() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM outbox o JOIN prep_sessions s
  ON o.variant = s.session_id || ':' || s.version
  WHERE s.meeting_id = '$1' AND o.kind = 'question' AND o.state = 'sent'") == 1 ]]; }
until_true 'the second once more' is_at 1
value=$(slack_button alice@example.com question_skip)
equal 'passing over by the button' "$(click question_skip "$value")" '200 '
until_true 'the third question' is_at 2
equal 'a late click on the same button' "$(click question_skip "$value" at=1.5)" '200 '
sleep 0.3
check 'passes over nothing' is_at 2
for ((next = 2; next < questions; next++)); do
  until_true "question $((next + 1))" is_at $next
  until_true "question $((next + 1)) is there" asked "$first"
  say "Answer $next" >/dev/null
done
until_true 'the materials come' slack_holds alice@example.com 'execassist prep materials'
equal 'the preparation is done' "$(state "$first")" 'prep_completed prepared'
equal 'the answer was kept as it was meant' "$(sqlite3 data/store.db "SELECT answer
  FROM session_questions WHERE position = 0 LIMIT 1")" 'Hiring plan & budget <!channel>'
# Only plain_text may hold it as it is: nothing is a command there.
slack_read alice@example.com
equal 'no text became a command to Slack' "$(sql_of slack.json "SELECT count(*) FROM input,
  json_tree(doc) t WHERE t.type = 'text' AND instr(t.value, '<!') AND (t.key <> 'text'
    OR ifnull((SELECT json_extract(doc, t.path || '.type')), 'message') <> 'plain_text')")" 0
until_true 'the notice shows it' redrawn "$notice" 'Prepared'
equal 'each answer was stored once' "$(sqlite3 data/store.db "SELECT count(*) FROM session_questions
  q JOIN prep_sessions s USING (session_id) WHERE s.meeting_id = '$first' AND q.answer IS NOT NULL")" \
  $((questions - 1))
equal 'each question went out once for each time it was asked' "$(sqlite3 data/store.db "SELECT
  count(*) = count(DISTINCT variant) FROM outbox WHERE kind = 'question' AND state = 'sent'")" 1

# Begun in Slack, finished in the terminal; then clicks on what is over.
click start_prep "$second" >/dev/null
until_true 'the second preparation begins' asked "$second"
say 'From Slack' >/dev/null
answered() { [[ $(sqlite3 data/store.db "SELECT count(*) FROM session_questions q JOIN prep_sessions s
  USING (session_id) WHERE s.meeting_id = '$second' AND answer IS NOT NULL") == "$1" ]]; }
until_true 'its first answer comes from Slack' answered 1
call prep answer "$second" 'From the terminal'
exits 0 'its second from the terminal'
check 'both stand' answered 2
call prep finish "$second"
exits 0 'prep finish'
equal 'it is prepared' "$(state "$second")" 'prep_completed prepared'
equal 'a click on what is over' "$(click start_prep "$second" at=2.5)" '200 '
sleep 0.3
equal 'changes nothing' "$(state "$second")" 'prep_completed prepared'
call prep materials "$second"
exits 0 'its materials'
says 'hold the answer from Slack' 'From Slack'
says 'and the one from the terminal' 'From the terminal'
call prep show "$second" --history
exits 0 'the history'
says 'names the button' '[Ss]lack'
says 'names the command' 'prep answer'

# Nobody reacts to the third: its deadline yields materials all the same.
serve_ends TERM
equal 'SIGTERM ends serve' "$status" 143
now 2026-11-24T08:00:00Z
call run --json
exits 0 'the next morning'
call run
equal 'the third ended without a reaction' "$(state "$third")" 'prep_completed no_reaction'
check 'its materials came' slack_holds alice@example.com 'left alone'
call prep materials "$third" --path
exits 0 'they are in the archive'
check 'for the person alone' test "$(stat -c %a "$(cat out)")" = 600
equal 'no message went out twice' "$(sqlite3 data/store.db "SELECT count(*) FROM (SELECT 1 FROM attempts
  WHERE outcome = 'accepted' GROUP BY notification_id HAVING count(*) > 1)")" 0
finish

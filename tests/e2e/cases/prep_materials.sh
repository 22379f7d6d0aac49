# A preparation without Slack and without any service: the session in a shell, context that is slow,
# broken, huge and hostile, the materials, their archive, what becomes of them when the meeting moves.
. "$E2E_LIB"
configure
cat >>config.yaml <<'YAML'
prep: {archive: kept, keep_days: 30}
context:
  budget: {path: budget.csv, label: Budget}
  rocks: {path: rocks.yaml, label: Big rocks}
  incidents: {command: [./incidents, --days, "30"], label: Incidents}
  slow: {command: [./slow], timeout: 1s}
  slower: {command: [./slow], timeout: 1s}
  slowest: {command: [./slow], timeout: 1s}
  broken: {command: [./broken]}
  huge: {command: [./huge]}
  hostile: {command: [./hostile]}
  missing: {path: nowhere.csv}
  away: {url: "http://127.0.0.1:9/status"}
YAML
sed -i 's|^  one_on_one:|&\n    required_context: [budget, rocks, incidents, slow, slower, slowest, broken, huge, hostile, missing, away]|' rules.yaml
printf 'Team,Budget,Left\r\nPlatform,"1,200",300\r\n"Search ""core""",900,-20\r\n' >budget.csv
printf 'quarter: Q4\nrocks:\n  - name: Launch\n    state: late\n  - name: Hiring\n' >rocks.yaml
script() { printf '#!/bin/sh\n%s\n' "$2" >"$1"; chmod 700 "$1"; }
script incidents 'echo "SEV-2 checkout, 3 days ago ($1 $2)"'
script slow 'sleep 30'
script broken 'echo half; exit 3'
script huge 'yes "a line that never ends" | head -c 20000000'
script hostile 'printf "<script>alert(1)</script> [x](javascript:alert(2))\n# not a heading\n<!channel>\n\033[31mred\033[0m\n"'
{
  ics_start
  event one 20260616T120000Z 30 '1:1 <b>Grace</b> <!channel> | `code`' 2 'LOCATION:HQ\, Room 4'
  event two 20260616T130000Z 45 '1:1 second' 2
  event three 20260616T140000Z 60 '1:1 third' 2
  event wide 20260616T150000Z 50 'Design talk' 5
  ics_end
} >calendar.ics
now 2026-06-15T14:30:00Z
call run
exits 0 'run'
state() { sqlite3 store.db "SELECT status || ' ' || ifnull(prep_outcome, '-') FROM meeting_states
  WHERE meeting_id = '$1'"; }
id() { sqlite3 store.db "SELECT meeting_id FROM meetings WHERE external_id = '$1'"; }
one=$(id one) two=$(id two) three=$(id three) wide=$(id wide)

call prep materials "$one"
refused 6 'materials that are not there yet' 'hint: .*prep '
call prep start "$one"
exits 0 'prep start'
says 'asks the first question' 'Question 1 of|1 of [3-9]'
call prep answer "$one" 'Her goals: <i>ship</i> | and rest'
exits 0 'prep answer'
says 'asks the second' '2 of [3-9]'
call prep answer "$one" --back
exits 0 'back'
call prep answer "$one" 'Her goals: <i>ship</i> | and rest'
call prep answer "$one" --skip
exits 0 'past one'
says 'asks the third' '3 of [3-9]'
call prep answer "$one" ''
check 'an empty answer is none' grep -q '3 of [3-9]' <(call prep show "$one"; cat out)
call prep start "$one"
exits 0 'prep start goes on with it'
says 'where it was' '3 of [3-9]'
printf 'two lines\nof an answer' >answer
called='prep answer - (from a file)'
"$EXECASSIST" prep answer "$one" - <answer >out 2>err
status=$?
exits 0 'an answer from stdin'
call prep show "$one" --json
json 'the session in JSON' '$.session.state' active
began=$(date +%s)
call prep finish "$one"
exits '0|3' 'prep finish'
check 'sources that time out do so together' test $(($(date +%s) - began)) -le 6
equal 'prepared' "$(state "$one")" 'prep_completed prepared'
call prep materials "$one"
exits 0 'prep materials'
for text in 'Platform' '1,200' 'Launch' 'SEV-2 checkout' '--days 30' 'ship' 'of an answer'; do
  check "the materials hold: $text" grep -qF -e "$text" out
done
for source in slow slower slowest broken huge missing away; do
  check "the brief says that $source failed" grep -qiE "$source" out
done
check 'action items' grep -qE '^ *- \[ \] ' out
check 'facts and suggestions are marked' sh -c 'grep -qi suggestion out && grep -qi fact out'
check 'no control character' test -z "$(LC_ALL=C tr -d '\11\12\15\40-\176\200-\377' <out)"
check 'no line of the source became a heading' test "$(grep -c '^# not a heading' out)" = 0
call prep materials "$one" --path
exits 0 '--path'
page=$(cat out)
check 'the page is there' test -s "$page"
equal 'for its owner alone' "$(stat -c %a "$page" "$(dirname "$page")" | tr '\n' ' ')" '600 700 '
for tag in '<script' '="javascript:' '<b>Grace' '<!channel>' 'http-equiv="refresh"' '<img' '<link'; do
  check "the page has no $tag" test "$(grep -ciF -e "$tag" "$page")" = 0
done
check 'it loads nothing' test "$(grep -ciE '(src|href)="(http|//)' "$page")" = 0
call prep materials "$one" --html
check '--html prints it' cmp -s out "$page"
call prep materials "$one" agenda
exits 0 'one of them'
call prep materials "$one" --json
json 'JSON' '$.meeting_id' "$one"
json 'not stale' '$.stale' 0
call prep show "$one" --history
exits 0 'the history'
for step in gather write archive deliver; do says "it names: $step" "$step"; done
call run
check 'a message says that they are there' grep -q 'Your materials' out
call run
check 'once' test "$(grep -c 'Your materials' out)" = 0

# Killed between the steps: the next run carries on.
call prep start "$two"
call prep answer "$two" 'kept'
sqlite3 store.db "UPDATE meeting_states SET status = 'prep_in_progress' WHERE 0"
for _ in 1 2 3; do
  "$EXECASSIST" prep finish "$two" >/dev/null 2>&1 &
  doomed=$!
  sleep 0.4
  kill -9 $doomed 2>/dev/null
  wait $doomed 2>/dev/null
done
now 2026-06-15T14:41:00Z
call run
exits '0|3' 'the run after a kill'
equal 'it is prepared' "$(state "$two")" 'prep_completed prepared'
call prep materials "$two"
exits 0 'its materials are there'
says 'with its answer' 'kept'

# Nobody reacts; then the meeting moves.
now 2026-06-16T09:00:00Z
call run
equal 'no reaction by the deadline' "$(state "$three")" 'prep_completed no_reaction'
call prep materials "$three"
exits 0 'yields materials'
{
  ics_start
  event one 20260616T123000Z 30 '1:1 <b>Grace</b> <!channel> | `code`' 2 'LOCATION:Room 9' 'SEQUENCE:1'
  event two 20260616T130000Z 45 '1:1 second' 2
  event three 20260616T140000Z 60 '1:1 third' 2
  event wide 20260616T150000Z 50 'Design talk' 5
  ics_end
} >calendar.ics
now 2026-06-16T09:10:00Z
call sync
call prep materials "$one"
check 'stale materials say so' grep -qi 'stale\|changed' err
call run
exits '0|3' 'the run after the move'
call prep materials "$one"
check 'they are written anew' test "$(grep -ci 'stale' err)" = 0
says 'with what has changed' '[Ww]hat changed'
says 'where it is now' 'Room 9'

# A step that cannot be done is tried again, then given up, then resumed by hand.
call prep start "$wide"
mv kept/ada away
touch kept/ada
call prep finish "$wide"
exits 3 'prep finish with an archive that cannot be written'
equal 'it is prepared all the same' "$(state "$wide")" 'prep_completed prepared'
for minute in 12 15 20 30; do
  now "2026-06-16T09:$minute:00Z"
  call run
  cat out >>said
done
call prep materials "$wide"
refused 6 'no materials' 'prep retry'
equal 'one alert says so' "$(grep -c 'could not be written' said)" 1
rm kept/ada
mv away kept/ada
call prep retry "$wide"
exits 0 'prep retry'
call prep materials "$wide"
exits 0 'they are there'
equal 'the agenda fills the meeting' "$(call prep materials "$wide" agenda; grep -oE '[0-9]+ min' out |
  awk '{ sum += $1 } END { print sum % 50 }')" 0
call prep retry "$wide"
refused 5 'nothing to retry'

# Retention.
now 2026-07-20T09:00:00Z
call run
check 'after 30 days the files are gone' test "$(find kept -type f | wc -l)" = 0
call prep materials "$one"
refused 6 'expired' 'kept|over|expired'

# Dry runs run no program of others and write nothing.
script incidents 'touch was-run; echo x'
sed -i '1,/20260616T150000Z/s/20260616T150000Z/20260725T150000Z/' calendar.ics
before=$(dump)
call run --dry-run
check 'a dry run runs no command' test ! -e was-run
check 'and writes nothing' test "$(dump)" = "$before"
finish

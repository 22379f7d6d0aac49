# classify without a database: made-up meetings, files and streams, the rules' own examples.
. "$E2E_LIB"
configure
type_of() { # TITLE PEOPLE
  call classify --title "$1" --attendees "$2" --json
  sql "SELECT json_extract(doc, '\$.meeting_type') || ' ' ||
    ifnull(json_extract(doc, '\$.prep_hours_before'), 'null') FROM input"
}
while IFS='|' read -r title people expected; do
  equal "\"$title\" with $people" "$(type_of "$title" "$people")" "$expected"
done <<'CASES'
Leadership sync|12|leadership_meeting 72
Leadership sync|9|default 24
LT meeting|10|leadership_meeting 72
1:1 Ada and Grace|2|one_on_one 24
1:1 Ada and Grace|3|one_on_one 24
1:1 with the whole team|4|default 24
Team meeting|15|staff_meeting 48
ALL HANDS|200|staff_meeting 48
Q3 QBR|20|qbr 336
Q3 QBR|19|default 24
SEV-2 outage|1|incident_review 2
Several things|1|default 24
SEV1 call|5|default 24
Post-mortem: checkout|6|incident_review 2
Exec team dinner|5|executive_meeting 96
Lunch|2|default 24
CASES
call classify --title 'Leadership sync' --attendees 3 --explain
exits 0 '--explain'
says '--explain names the loser' 'leadership'
says '--explain says why' '10'
call classify --title 'Chat' --description 'our one on one' --attendees 2 --json
json 'a keyword in the description' '$.matched_in' description
json_keys 'keys' '$' title meeting_type prep_hours_before matched_keyword matched_in
call classify --title 'Leadership sync' --attendees 3 --explain --json
json_keys 'a loser has its reason' '$.rejected[0]' meeting_type reason
equal 'no database was touched' "$(compgen -G 'store.db*')" ''

cat >lines.jsonl <<'LINES'
{"title": "Leadership sync", "description": "", "attendees": 12}
{"title": "1:1", "attendees": ["a@example.com", "b@example.com"]}
{"title": "Lunch"}
LINES
call classify --input lines.jsonl --json
exits 0 '--input of JSON lines'
equal 'their types' "$(sql "SELECT group_concat(json_extract(j.value, '\$.meeting_type'))
  FROM input, json_each(doc) j")" 'leadership_meeting,one_on_one,default'
"$EXECASSIST" classify --input - --json-lines <lines.jsonl >out 2>err
equal 'from stdin, one object a line' "$(grep -c '^{.*}$' out)" 3
{
  cat lines.jsonl
  echo '{"title": broken'
  cat lines.jsonl
} >bad.jsonl
call classify --input bad.jsonl --json-lines
exits 3 'a bad line'
one_error 'a bad line' '4'
equal 'the other lines are done' "$(grep -c '^{.*}$' out)" 6
{
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  event lead 20260618T090000Z 60 'Leadership sync' 12
  ics_end
} >some.ics
call classify --input some.ics --json
exits 0 '--input of an .ics file'
equal 'two meetings' "$(sql 'SELECT json_array_length(doc) FROM input')" 2
call classify --input nowhere.ics
exits 1 'a missing input'
one_error 'a missing input' 'nowhere\.ics'

# A long stream in little memory.
yes '{"title": "Leadership sync with a description", "attendees": 12}' | head -n 200000 >long.jsonl
(ulimit -v 400000 && exec "$EXECASSIST" classify --input long.jsonl --json-lines) >out 2>err </dev/null
equal '200,000 lines in little memory' "$? $(grep -c '' out)" '0 200000'
: >out

call classify --check
exits 0 '--check of the rules'
call classify --check --rules "$E2E_SOURCE/config/meeting_types.yaml"
exits 0 '--check of the shipped rules'
cat >shadow.yaml <<'RULES'
meeting_types:
  first: {keywords: [sync]}
  second: {keywords: [sync]}
RULES
chmod 600 shadow.yaml
call classify --check --rules shadow.yaml
exits 0 'a shadowed rule and no default are warnings'
check 'and are told' grep -q 'second' err out
finish

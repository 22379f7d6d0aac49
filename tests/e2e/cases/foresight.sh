# run --dry-run --days N across a change of clocks: what it foretells is what real runs, every five
# minutes on a store of their own, then send. And what other rules would change.
. "$E2E_LIB"
configure
sed -i 's/channels: \[terminal\]/quiet_hours: {from: "22:00", to: "07:00"}, &/' config.yaml
{
  ics_start
  # London leaves winter time on Sunday, 29 March 2026 at 01:00 UTC.
  event lead 20260330T080000Z 60 'Leadership sync' 12
  event one 20260329T103000Z 30 '1:1 with Grace' 2
  event early 20260330T050000Z 30 'Breakfast' 3
  event far 20260410T100000Z 30 'Far away' 3
  ics_end
} >calendar.ics

begin=2026-03-28T21:02:00Z
now $begin
call run --days 1
refused 2 'without --dry-run' 'add --dry-run: execassist run --dry-run --days 1'
for days in 0 61 -1 1.5 soon ''; do
  call run --dry-run --days "$days"
  refused 2 "--days '$days'" 'whole number from 1 to 60'
done
before=$(snapshot .)
call run --dry-run --days 1
exits 0 'for people'
says 'the day has a heading' '^Sunday, March 29$'
says 'the abbreviation is that of the moment' 'GMT  ada  terminal  '
says 'and changes with the clocks' 'BST  ada  terminal  '
says 'why' '24 h before Mon 06:00; quiet hours until 07:00'
says 'what is assumed' '^Assumed: .*nobody reacts'
equal 'nothing was written' "$(snapshot . | grep -vE ' \./(out|err)$|  \./(out|err)$')" \
  "$(grep -vE ' \./(out|err)$|  \./(out|err)$' <<<"$before")"
call run --dry-run --days 1 --json
exits 0 'as JSON'
json_document 'as JSON'
json_keys 'the keys of run, and those of its future' '$' \
  sync classify prep notify remind foresight left until assumptions
json 'until when' '$.until' 2026-03-29T21:02:00Z
json_keys 'of one message' '$.foresight[0]' \
  at user_id kind channel meeting_id title reason text
items() { # JSON-PATH-OF-LIST TIME-KEY
  sql "SELECT group_concat(line, char(10)) FROM (SELECT json_extract(j.value, '\$.$2') || ' ' ||
    json_extract(j.value, '\$.user_id') || ' ' || json_extract(j.value, '\$.kind') || ' ' ||
    json_extract(j.value, '\$.channel') || ' ' || json_extract(j.value, '\$.meeting_id') || ' ' ||
    json_extract(j.value, '\$.text') AS line FROM input, json_each(doc, '$1') j ORDER BY line)"
}
foretold=$(items '$.foresight' at)
equal 'how many' "$(sql "SELECT json_array_length(doc, '\$.foresight') >= 5 FROM input")" 1

failed=0
for ((step = 0; step < 288; step++)); do
  EXECASSIST_NOW=$(date -u -d "@$(($(date -u -d $begin +%s) + step * 300))" +%Y-%m-%dT%H:%M:%SZ) \
    "$EXECASSIST" run >>runs 2>&1 </dev/null || failed=$((failed + 1))
done
equal 'every run worked' "$failed" 0
call notify list --state sent --json
equal 'what was foretold was sent' "$(items '$' sent_at)" "$foretold"
now 2026-03-29T21:02:00Z
call run --dry-run --days 1 --json
says_not 'and is not foretold again' '"at":"2026-03-29T(0|1)'

# Other rules.
sed 's/prep_hours_before: 24$/prep_hours_before: 720/' rules.yaml >other.yaml
chmod 600 other.yaml
before=$(dump)
call classify --diff other.yaml
exits 0 'classify --diff'
says 'old and new' 'default, 1 d → 30 d: no other type matched'
says 'what would be announced at once' 'would be announced at once'
says 'how many' '^1 of 3 meetings would get another type or lead; 1 more'
call classify --diff other.yaml --json
json_document 'classify --diff'
json 'the new lead' '$[0].new_prep_hours_before' 720
json 'due now' '$[0].due_now' 1
call classify --diff rules.yaml --json
json 'the same rules change nothing' '$' '[]'
equal 'the store is as it was' "$(dump)" "$before"
call classify --diff nowhere.yaml
refused 78 'rules that are not there' 'nowhere.yaml'
call classify --diff other.yaml --check
refused 2 '--diff with --check' 'exclude each other'
finish

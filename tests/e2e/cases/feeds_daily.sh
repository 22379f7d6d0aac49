# A file and a feed that never change, over thirty daily runs: each weekly meeting is announced once.
. "$E2E_LIB"
. "$E2E_SOURCE/tests/e2e/feed.sh"
command -v python3 >/dev/null || { skip 'feeds_daily: python3 is not installed'; finish; exit; }
feed_starts
mode etag
configure
sed -i "s|calendars: .*|calendars: [{kind: ics, path: calendar.ics}, {kind: ics, id: feed, url: '$feed/a.ics'}]}|" \
  config.yaml
{
  ics_start
  event w 20260602T100000Z 30 '1:1 of the file' 2 RRULE:FREQ=WEEKLY
  ics_end
} >calendar.ics
{
  ics_start
  event f 20260603T100000Z 30 '1:1 of the feed' 2 RRULE:FREQ=WEEKLY
  ics_end
} >feed/calendar.ics
touch -d '2026-05-01T00:00:00Z' calendar.ics feed/calendar.ics
: >said
for ((day = 0; day < 30; day++)); do
  now "$(date -u -d "2026-06-01T06:00:00Z + $day days" +%FT%TZ)"
  call run
  ((status == 0)) || not_ok "day $day" "exit $status"
  cat out >>said
done
call notify list --json
announced() { # TITLE: the days for which it was announced
  sql "SELECT group_concat(day, ' ') FROM (SELECT substr(json_extract(m.value, '\$.start_time'), 1, 10) day
    FROM input, json_each(doc) n, (SELECT value FROM json_each(CAST(readfile('all.json') AS TEXT))) m
    WHERE json_extract(n.value, '\$.kind') = 'prep' AND json_extract(n.value, '\$.state') = 'sent'
      AND json_extract(m.value, '\$.meeting_id') = json_extract(n.value, '\$.meeting_id')
      AND json_extract(m.value, '\$.title') = '$1' ORDER BY day)"
}
"$EXECASSIST" meetings list --from 2026-05-01T00:00:00Z --to 2026-08-01T00:00:00Z --json >all.json
equal 'the meetings of the file, each once' "$(announced '1:1 of the file')" \
  '2026-06-02 2026-06-09 2026-06-16 2026-06-23 2026-06-30'
equal 'the meetings of the feed, each once' "$(announced '1:1 of the feed')" \
  '2026-06-03 2026-06-10 2026-06-17 2026-06-24'
equal 'the person saw no more than that' "$(grep -c '^Meeting Prep Reminder' said)" 9
equal 'the feed came over the wire once' "$(asked | grep -c ' 200$')" 1
equal 'and was asked every day' "$(asked | grep -c ' 304$')" 29
finish

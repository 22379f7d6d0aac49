# What calendars can hold: what is no calendar changes nothing (3); what is odd is kept, and shown safely.
. "$E2E_LIB"
configure
calendar() {
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  event two 20260617T100000Z 30 'Leadership sync' 12
  ics_end
}
calendar >calendar.ics
cp calendar.ics good.ics
now 2026-06-15T09:00:00Z
call sync
exits 0 'a good calendar'
list() {
  call meetings list --json
  cat out
}
known=$(list)

rejected() { # WHAT: calendar.ics holds it
  call sync
  exits 3 "$1"
  one_error "$1" 'calendar\.ics|ics:'
  call sync --json
  exits 3 "$1, as JSON"
  json "$1: the source failed" '$.users[0].status' error
  json_is "$1: and says why" '$.users[0].error' text
  equal "$1: the meetings are as they were" "$(list)" "$known"
}
printf '<!DOCTYPE html>\n<html><body>Please sign in</body></html>\n' >calendar.ics
rejected 'a login page'
head -c 300 good.ics >calendar.ics
rejected 'a truncated file'
head -n -1 good.ics >calendar.ics
rejected 'a file without its end'
head -c 20000 "$EXECASSIST" >calendar.ics
rejected 'binary noise'
: >calendar.ics
rejected 'an empty file'
rm calendar.ics
rejected 'no file'
mkdir calendar.ics
rejected 'a folder'
rmdir calendar.ics
cp good.ics calendar.ics
call sync
exits 0 'the good one again'
equal 'nothing was lost' "$(list | sed 's/"data_age_seconds":[0-9]*//g')" \
  "$(sed 's/"data_age_seconds":[0-9]*//g' <<<"$known")"

# Odd, but a calendar.
rm -f store.db*
{
  ics_start
  event control 20260616T100000Z 30 "$(printf 'Bell \a and \033[31mred\033[0m and \0332J clear')" 2
  event rtl 20260616T110000Z 30 "$(printf 'Hebrew \xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe2\x80\xaegnp.exe')" 2
  event markup 20260616T120000Z 30 '<b>Bold</b> *star* _under_ <!channel> & [link](http://x)' 2
  event latin 20260616T130000Z 30 "$(printf 'Bad bytes \xff\xfe here')" 2
  event crowd 20260616T140000Z 60 'Leadership for all' 500
  event zero 20260616T150000Z 0 'Zero length' 2
  printf 'BEGIN:VEVENT\r\nUID:negative\r\nDTSTAMP:20260601T000000Z\r\nDTSTART:20260616T160000Z\r\n'
  printf 'DTEND:20260616T150000Z\r\nSUMMARY:Negative length\r\nEND:VEVENT\r\n'
  event twin 20260616T170000Z 30 'First twin' 2 'SEQUENCE:1'
  event twin 20260616T173000Z 30 'Second twin' 2 'SEQUENCE:2'
  event wide 20260616T180000Z 30 "$(printf '\xe4\xbc\x9a\xe8\xad\xb0 \xf0\x9f\x8e\x89 planning')" 2
  event long 20260616T190000Z 30 "$(head -c 4000 /dev/zero | tr '\0' x)" 2
  event untitled 20260616T200000Z 30 '' 2
  ics_end
} >calendar.ics
call sync
exits 0 'an odd calendar'
call meetings list --json
exits 0 'list as JSON'
json_document 'list as JSON'
equal 'the twin with the higher SEQUENCE wins' \
  "$(sql "SELECT group_concat(json_extract(j.value, '\$.title')) FROM input, json_each(doc) j
    WHERE json_extract(j.value, '\$.title') LIKE '%twin'")" 'Second twin'
equal '500 attendees are counted' \
  "$(sql "SELECT json_extract(j.value, '\$.attendee_count') FROM input, json_each(doc) j
    WHERE json_extract(j.value, '\$.title') = 'Leadership for all'")" 500
equal 'no meeting ends before it starts' \
  "$(sql "SELECT count(*) FROM input, json_each(doc) j
    WHERE json_extract(j.value, '\$.end_time') < json_extract(j.value, '\$.start_time')")" 0
now 2026-06-16T09:00:00Z
clean() { # no escape sequence, no control character but line breaks, no reordering, valid UTF-8
  check "$1: no control characters" test -z "$(LC_ALL=C grep -aP '[\x00-\x08\x0b-\x1f\x7f]' out)"
  check "$1: nothing that reorders" test -z "$(LC_ALL=C grep -aP '\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' out)"
  check "$1: valid UTF-8" iconv -f UTF-8 -t UTF-8 -o /dev/null out
}
for command in agenda 'meetings list' run 'prep list' 'notify list' 'notify log'; do
  # shellcheck disable=SC2086
  call $command
  exits 0 "$command of an odd calendar"
  clean "$command"
done
call meetings show "$(id_of 'Zero length')"
exits 0 'meetings show of zero length'
call run
exits 0 'run again'
silent 'run again'

# An unknown zone is flagged, not guessed silently.
rm -f store.db*
{
  ics_start
  printf 'BEGIN:VEVENT\r\nUID:z\r\nDTSTAMP:20260601T000000Z\r\nDTSTART;TZID=Mars/Olympus:20260616T100000\r\n'
  printf 'DURATION:PT30M\r\nSUMMARY:On Mars\r\nEND:VEVENT\r\n'
  ics_end
} >calendar.ics
now 2026-06-15T09:00:00Z
call sync
exits 0 'an unknown zone'
call meetings show "$(id_of 'On Mars')"
says 'an unknown zone is told at the meeting' 'Mars/Olympus'
now 2026-06-15T20:00:00Z
call run
says 'and in the message' 'Mars/Olympus'

# One broken calendar does not stop another.
rm -f store.db*
cp good.ics calendar.ics
echo 'hello' >broken.ics
sed 's/calendars: \[/&{kind: ics, path: broken.ics}, /' config.yaml >two.yaml
chmod 600 two.yaml
EXECASSIST_CONFIG=$PWD/two.yaml call run
exits 3 'one of two calendars is broken'
one_error 'one of two calendars is broken' 'broken\.ics'
EXECASSIST_CONFIG=$PWD/two.yaml call meetings list
says 'the other is stored' 'Leadership sync'

# A file that suddenly lacks most meetings is held back.
rm -f store.db*
{
  ics_start
  for ((number = 10; number < 30; number++)); do
    event "n$number" "202606${number}T100000Z" 30 "Standup $number" 3
  done
  ics_end
} >calendar.ics
call sync --json
exits 0 'twenty meetings'
now 2026-06-15T09:10:00Z
{ ics_start; event n20 20260620T100000Z 30 'Standup 20' 3; ics_end; } >calendar.ics
call sync
exits 3 'most are suddenly gone'
one_error 'most are suddenly gone'
call meetings list --status cancelled --json
equal 'none is cancelled yet' "$(sql 'SELECT json_array_length(doc) FROM input')" 0
call sync --full
exits 0 'sync --full believes it'
call meetings list --status cancelled --json
check 'they are cancelled then' test "$(sql 'SELECT json_array_length(doc) FROM input')" -gt 8
finish

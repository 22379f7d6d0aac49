# Wrong calls (2), options before and after the command, a reader that leaves, a full stdout.
. "$E2E_LIB"
configure
{
  ics_start
  event one 20260616T083000Z 30 '1:1 with Grace' 2
  event two 20260616T090000Z 30 '1:1 with Alan' 2
  ics_end
} >calendar.ics
now 2026-06-15T08:00:00Z

call frobnicate
refused 2 'an unknown command' frobnicate
call sync --frobnicate
refused 2 'an unknown option' frobnicate
call sycn
refused 2 'a misspelt command' 'sync'
call remind add
refused 2 'a missing argument'
call meetings list --from
refused 2 'a missing value'
call meetings list --from nonsense
refused 2 'a bad date' nonsense
call meetings list --from 2026-02-30
refused 2 'a day that does not exist' '2026-02-30'
call meetings list --status nonsense
refused 2 'a bad status' nonsense
call agenda --days soon
refused 2 'a number that is none' soon
call agenda --days -1
refused 2 'a negative number'
call completion tcsh
refused 2 'an unknown shell' tcsh
call --log-level loud sync
refused 2 'an unknown log level' loud
call -u nobody sync
refused 6 'an unknown user' nobody

call sync --json
before=$(cat out)
call --json sync
exits 0 'a global option before the command'
json_document 'a global option before the command'
check 'the first one printed as well' test -n "$before"
one=$(id_of '1:1 with Grace')
for duration in soon 5 -5m 1y 0s ''; do
  call remind add "$one" --in "$duration"
  refused 2 "remind add --in '$duration'"
done
call remind add "$one" --at 2026-06-15T25:00
refused 2 'remind add --at a bad time'
call remind add "$one"
refused 2 'remind add without a time'
call remind add "$one" --in 30m --at '2026-06-15 20:00'
refused 2 'remind add with two times'
call meetings show a
refused 2 'a prefix that is too short'
for command in meetings prep notify remind config run sync agenda classify completion; do
  call $command --help
  exits 0 "$command --help"
  quiet "$command --help"
  check "$command --help names its exit codes" grep -qiE 'exit (status|codes?)' out
done

now 2026-06-15T08:35:00Z
call prep
"$EXECASSIST" meetings list --json 2>err </dev/null | true
equal 'a reader that leaves: nothing on stderr' "$(cat err)" ''
"$EXECASSIST" notify >/dev/full 2>err </dev/null
equal 'notify to a full stdout: exit 3' "$?" 3
called=''
call notify list --state sent --json
equal 'an unwritten message is not sent' "$(sql 'SELECT json_array_length(doc) FROM input')" 0
now 2026-06-15T08:40:00Z
call notify
exits 0 'the next notify'
equal 'says it' "$(grep -cF '1:1 with Grace' out)" 1

rm -f store.db*
call --log-format json --log-level debug run
exits 0 'logs as JSON'
check 'something is logged' test -s err
equal 'one object a line on stderr' "$(grep -c '^{.*}$' err)" "$(grep -c '' err)"
rm -f store.db*
call --log-format text --log-level debug run
check 'text logs have fields and a message' grep -qE '[a-z_]+=[^ ]+.* \| ' err
check 'an address in logs is masked' test -z "$(grep -F 'ada@example.com' err)"
finish

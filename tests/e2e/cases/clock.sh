# Two clocks: --now is for stores that began with it, and for --dry-run.
. "$E2E_LIB"
configure
{
  ics_start
  event one 20990616T100000Z 30 '1:1 with Grace' 2
  ics_end
} >calendar.ics

call sync
exits 0 'a store of the machine'"'"'s clock'
before=$(dump)
for command in sync run classify prep notify remind; do
  call --now 2026-06-15T09:00:00Z $command
  refused 2 "$command --now on it" 'dry-run'
  call --now 2026-06-15T09:00:00Z --dry-run $command
  exits 0 "$command --now --dry-run on it"
done
equal 'the store is unchanged' "$(dump)" "$before"
EXECASSIST_NOW=2026-06-15T09:00:00Z call run
refused 2 'EXECASSIST_NOW counts as --now' 'dry-run'

rm -f store.db*
call --now 2026-06-15T09:00:00Z sync
exits 0 'a new store accepts --now'
call --now 2026-06-16T09:00:00+01:00 run
exits 0 'and goes on accepting it'
for time in tomorrow 2026-13-01T00:00:00Z 2026-06-15T25:00:00Z '' 12345; do
  call --now "$time" run
  refused 2 "--now '$time'"
done
finish

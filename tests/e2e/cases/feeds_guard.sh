# A feed that suddenly lacks most of what is coming is not believed at once.
. "$E2E_LIB"
. "$E2E_SOURCE/tests/e2e/feed.sh"
command -v python3 >/dev/null || { skip 'feeds_guard: python3 is not installed'; finish; exit; }
feed_starts
configure
sed -i "s|calendars: .*|calendars: [{kind: ics, id: work, url: '$feed/a.ics'}]}|" config.yaml
stamp=0
calendar() { # FIRST LAST [FIRST LAST...]: the meetings of these numbers; each time stamped anew
  local number
  ics_start
  while (($# > 0)); do
    for ((number = $1; number <= $2; number++)); do
      event "m$number" "20260616T$((number % 14 + 10))0000Z" 30 "Meeting $number" 2
    done
    shift 2
  done | sed "s/^DTSTAMP:.*/DTSTAMP:20260601T0000$((10 + stamp++ % 50))Z\r/"
  ics_end
}
serve() { calendar "$@" >feed/calendar.ics; }
coming() { sqlite3 store.db "SELECT count(*) FROM meeting_states WHERE status != 'cancelled'"; }
held() { # WHAT
  call run
  exits 3 "$1"
  one_error "$1" 'suddenly lacks .*: held back until it has looked so for an hour .*execassist sync --full'
  equal "$1: all stay" "$(coming)" 12
}
now 2026-06-15T06:00:00Z
serve 1 12
call sync
exits 0 'twelve meetings'
equal 'twelve are known' "$(coming)" 12

serve 1 0
now 2026-06-15T07:00:00Z
held 'an empty calendar'
now 2026-06-15T07:59:59Z
serve 1 0
held 'almost an hour later, stamped anew'
serve 1 12
call sync
exits 0 'the meetings are back'
now 2026-06-15T08:30:00Z
serve 1 0
held 'empty again: the hour begins anew'

# One that alternates between two answers that are both wrong is never believed.
for hour in 09 10 11 12; do
  now "2026-06-15T$hour:00:00Z"
  serve 1 3
  held "three meetings at $hour"
  now "2026-06-15T$hour:30:00Z"
  serve 4 6
  held "three others at $hour"
done

# Seven go and seven others come: still suspicious, and the others are not shown yet.
now 2026-06-15T13:00:00Z
serve 1 5 13 19
held 'seven of twelve replaced'
mode status 503
now 2026-06-15T13:30:00Z
call sync
exits 3 'the server is down in between'
mode plain
now 2026-06-15T14:00:00Z
serve 1 5 13 19
call sync
exits 0 'after an hour it is believed'
says 'and applied' '7 new, .* 7 cancelled'

serve 1 1
now 2026-06-15T15:00:00Z
call sync --full
exits 0 'sync --full believes it at once'
says 'and applies it' '11 cancelled'

# Half of them, or few of few, is what happens.
rm -r store.db*
serve 1 12
call sync
serve 1 6
call sync
exits 0 'half of twelve'
says 'half of twelve are cancelled' '6 cancelled'
serve 1 0
call sync
exits 0 'six of six'
says 'six are cancelled' '6 cancelled'
finish

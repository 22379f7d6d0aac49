# The first minute: nothing is there, then a configuration, a calendar, a day.
. "$E2E_LIB"
cd home || exit 1
configuration=.config/execassist/config.yaml
store=.local/share/execassist/execassist.db

call
exits 2 'no command'
call --help
exits 0 '--help'
quiet '--help'
for word in run sync classify prep notify remind agenda meetings config completion; do
  check "--help names $word" grep -qw "$word" out
done
call --version
exits 0 '--version'
says '--version' '^execassist [0-9]+\.[0-9]+'
for command in sync agenda run 'meetings list' 'config check'; do
  # shellcheck disable=SC2086
  call $command
  exits 78 "$command without a configuration"
  one_error "$command without a configuration" 'hint: .*config init'
done
equal 'nothing was created by that' "$(find . -mindepth 1 ! -name out ! -name err)" ''

call config path
exits 0 'config path'
says 'config path' "^$PWD/$configuration\$"
call config init
exits 0 'config init'
check 'the configuration is there' test -s $configuration
equal 'only the owner may read it' "$(stat -c %a $configuration)" 600
before=$(snapshot .config)
call config init
check 'a second config init does not succeed silently' test -s err -o -s out
equal 'a second config init overwrites nothing' "$(snapshot .config)" "$before"
call config check
exits 0 'config check of the sample'
call config show
exits 0 'config show of the sample'
call sync
exits 3 'sync without the calendar file'
one_error 'sync without the calendar file' 'calendar\.ics'

now=$(date -u +%s)
at() { date -u -d "@$((now + $1))" +%Y%m%dT%H%M00Z; }
{
  ics_start
  event soon "$(at 7200)" 30 '1:1 with Grace' 2
  event later "$(at 90000)" 60 'Leadership sync' 12
  event far "$(at 400000)" 60 'Team lunch' 4
  ics_end
} >.config/execassist/calendar.ics
call sync
exits 0 'sync'
quiet 'sync'
equal 'the store is the owner'"'"'s' "$(stat -c %a $store)" 600
equal 'and its folder too' "$(stat -c %a "$(dirname $store)")" 700
call agenda
exits 0 'agenda'
quiet 'agenda'
says 'agenda has today' '1:1 with Grace'
says 'agenda has tomorrow' 'Leadership sync'
call run
exits 0 'run'
says 'run announces what is due' '1:1 with Grace'
call run
exits 0 'a second run'
silent 'a second run'
quiet 'a second run'
check 'no escape sequence outside a terminal' test -z "$(grep -l $'\033' out err)"
call meetings list
exits 0 'meetings list'
finish

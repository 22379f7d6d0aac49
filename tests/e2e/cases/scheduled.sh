# The crontab line and the systemd units of config/, as cron and systemd would run them.
. "$E2E_LIB"
configure
{ ics_start; event one 20260616T110000Z 30 '1:1 with Grace' 2; ics_end; } >calendar.ics
now 2026-06-15T16:00:00Z
mkdir -p bin "$HOME/.config/execassist"
ln -s "$EXECASSIST" bin/execassist
cp config.yaml rules.yaml calendar.ics "$HOME/.config/execassist/"

# cron: a shell, HOME, the variables of the crontab, and nothing else.
crontab=$E2E_SOURCE/config/cron/execassist.cron
line=$(grep -vE '^(#|[A-Z]+=|$)' "$crontab")
equal 'one line to run' "$(grep -c . <<<"$line")" 1
check 'every five minutes' grep -qE '^\*/5 \* \* \* \* ' <<<"$line"
check 'the mail goes somewhere' grep -qE '^MAILTO=.+@' "$crontab"
path=$(sed -n 's/^PATH=//p' "$crontab")
as_cron() {
  called="(cron) $line"
  env -i HOME="$HOME" LOGNAME=ada SHELL=/bin/sh PATH="$PWD/bin:$path" EXECASSIST_NOW="$EXECASSIST_NOW" \
    /bin/sh -c "$(sed -E 's/^([^ ]+ ){5}//' <<<"$line")" >out 2>err </dev/null
  status=$?
}
as_cron
exits 0 'the line of the crontab'
says 'it announces what is due, for cron to mail' '1:1 with Grace'
quiet 'nothing else'
now 2026-06-15T16:05:00Z
as_cron
exits 0 'five minutes later'
silent 'no mail without news'
quiet 'nothing at all'

# systemd: ExecStart with the unit's own environment; exit 75 is no failure, 3 is one.
unit=$E2E_SOURCE/config/systemd/execassist.service
setting() { sed -n "s/^$1=//p" "$unit"; }
equal 'one command' "$(setting ExecStart)" '/usr/bin/env execassist run'
equal 'a tick, not a daemon' "$(setting Type)" oneshot
equal 'another run at work is no failure' "$(setting SuccessExitStatus)" 75
equal 'a run may take its time' "$(setting TimeoutStartSec)" 10min
check 'where secrets may stand' grep -qF '.config/execassist/environment' <<<"$(setting EnvironmentFile)"
as_unit() {
  called="(systemd) $(setting ExecStart)"
  # shellcheck disable=SC2046
  env -i HOME="$HOME" EXECASSIST_NOW="$EXECASSIST_NOW" \
    PATH="$PWD/bin:$(setting Environment | sed 's/^PATH=//')" $(setting ExecStart) >out 2>err </dev/null
  status=$?
}
{ ics_start; event two 20260616T130000Z 30 '1:1 with Alan' 2; ics_end; } \
  >"$HOME/.config/execassist/calendar.ics"
now 2026-06-15T16:10:00Z
as_unit
exits 0 'the unit'
says 'it announces what is due, for the journal' '1:1 with Alan'
as_unit
exits 0 'and again'
silent 'nothing twice'
timer=$E2E_SOURCE/config/systemd/execassist.timer
equal 'the timer: every five minutes' "$(sed -n 's/^OnCalendar=//p' "$timer")" '*:0/5'
equal 'and at once after a pause' "$(sed -n 's/^Persistent=//p' "$timer")" true
if command -v systemd-analyze >/dev/null; then
  check 'systemd reads the schedule' systemd-analyze calendar '*:0/5'
else
  skip 'systemd-analyze is not here'
fi
finish

# ./bootstrap demo after the build: it ends well, shows each step, and leaves nothing behind.
. "$E2E_LIB"
mkdir place
demo() { env TMPDIR="$PWD/place" EXECASSIST="$EXECASSIST" "$@"; }
before=$(snapshot "$E2E_SOURCE/config")
demo sh "$E2E_SOURCE/config/demo/run" >out 2>err </dev/null
status=$?
called='(the demo)'
exits 0 'the demo'
quiet 'the demo'
for word in 'execassist sync' 'execassist agenda' 'execassist classify .*--explain' \
  'execassist prep' 'execassist notify' 'execassist remind add' 'execassist run'; do
  says "it shows $word" "^[$] $word"
done
says 'it announces a meeting' 'Meeting Prep Reminder'
says 'it reminds' '^Reminder: '
check 'plain without a terminal' test -z "$(grep -l $'\033' out)"
equal 'it leaves nothing behind' "$(ls -A place)" ''
equal 'the samples are as they were' "$(snapshot "$E2E_SOURCE/config")" "$before"
demo script -qec "TERM=xterm-256color sh $E2E_SOURCE/config/demo/run" /dev/null >out 2>&1 </dev/null
status=$?
exits 0 'the demo on a terminal'
check 'in colour on a terminal' grep -q $'\033\[' out
demo env EXECASSIST=/bin/false sh "$E2E_SOURCE/config/demo/run" >out 2>err </dev/null
check 'a failing step fails the demo' test $? -ne 0
equal 'and leaves nothing behind either' "$(ls -A place)" ''
finish

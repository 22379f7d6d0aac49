# A store that cannot be used: the right code, one clear line, the files as they were.
. "$E2E_LIB"
configure
{
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  ics_end
} >calendar.ics
now 2026-06-15T09:00:00Z
call sync
exits 0 'a good store'
cp store.db good.db
now 2026-06-15T10:00:00Z

broken() { # WHAT REGEX: run fails with 1 and leaves the file
  local before
  before=$(sha256sum <store.db)
  for command in run 'meetings list' 'run --dry-run --quiet'; do
    # shellcheck disable=SC2086
    call $command
    refused 1 "$1, $command" "$2"
  done
  equal "$1: the file is as it was" "$(sha256sum <store.db)" "$before"
  rm -f store.db*
  cp good.db store.db
}
sqlite3 -batch store.db 'PRAGMA user_version = 9999' >/dev/null
broken 'a newer store' 'newer'
head -c 4096 /dev/urandom >store.db
broken 'noise instead of a store' 'hint: '
dd if=/dev/urandom of=store.db bs=1024 seek=4 count=60 conv=notrunc status=none
broken 'a corrupt store' 'hint: .*(restor|backup|move)'
echo 'hello' >store.db
broken 'a text file instead of a store' 'hint: '
head -c 8192 good.db >store.db
broken 'a truncated store' 'hint: '
rm -f store.db
mkdir store.db
call run
refused 1 'a folder instead of a store'
rmdir store.db
cp good.db store.db

# Locked for longer than the 10 s that a command waits.
{ echo 'BEGIN IMMEDIATE;'; sleep 14; } | sqlite3 -batch store.db &
holder=$!
sleep 0.5
began=$SECONDS
call run
refused 75 'a locked store' 'lock'
took=$((SECONDS - began))
check "a locked store is waited for ($took s)" test $took -ge 9 -a $took -le 14
wait $holder
call run
exits 0 'once it is free'

# Another run holds the lock of run; other commands need not wait for it.
flock store.db.run.lock sleep 2 &
sleep 0.3
call run
refused 75 'a run while another runs'
call --dry-run run
exits 0 'a dry run needs no lock'
call sync
exits 0 'sync needs no lock'
wait $!


# As somebody who may not write: root may do everything, so it becomes nobody.
as_nobody() {
  if (($(id -u) == 0)); then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}
nobody_call() {
  called="$* (as nobody)"
  as_nobody timeout 60 "$nobody_binary" "$@" >out 2>err </dev/null
  status=$?
}
chmod 755 .
nobody_binary=$PWD/program
cp "$EXECASSIST" program
chmod 755 program
: >out
: >err
mkdir readonly
cp good.db readonly/store.db
cp calendar.ics rules.yaml readonly/
sed "s,path: store.db,path: $PWD/readonly/store.db," config.yaml >readonly/config.yaml
chmod 644 readonly/*
(($(id -u) != 0)) || chown -R 65534:65534 readonly
chmod 444 readonly/store.db
chmod 555 readonly
export EXECASSIST_CONFIG=$PWD/readonly/config.yaml
if ! as_nobody test -x "$nobody_binary" || as_nobody test -w readonly; then
  skip 'a folder that may not be written'
else
  before=$(snapshot readonly)
  nobody_call run
  refused 1 'a store in a read-only folder' 'read-only|not writable|permission|Permission'
  equal 'a read-only folder is as it was' "$(snapshot readonly)" "$before"
  nobody_call --dry-run run
  exits 0 'a dry run in a read-only folder'
  equal 'still as it was' "$(snapshot readonly)" "$before"
  chmod 755 readonly
  chmod 000 readonly/config.yaml
  nobody_call run
  refused 78 'an unreadable configuration' 'config\.yaml'
  chmod 644 readonly/config.yaml
  chmod 000 readonly/rules.yaml
  nobody_call run
  refused 78 'unreadable rules' 'rules\.yaml'
  chmod 644 readonly/rules.yaml
  chmod 600 readonly/store.db
  chmod 000 readonly/calendar.ics
  nobody_call run
  exits 3 'an unreadable calendar'
  one_error 'an unreadable calendar' 'calendar\.ics'
fi
chmod -R u+rwX readonly
export EXECASSIST_CONFIG=$PWD/config.yaml

# A full disk, where a small file system may be mounted.
mkdir full
if mount -t tmpfs -o size=600k tmpfs full 2>/dev/null; then
  cp good.db full/store.db
  stored=$(dump full/store.db)
  head -c 700k /dev/zero >full/filler 2>/dev/null
  call --db full/store.db run
  refused 1 'a full disk' 'full|space'
  rm -f full/filler
  equal 'a full disk: the store is as it was' "$(dump full/store.db)" "$stored"
  call --db full/store.db run
  exits 0 'once there is room'
  check 'the message is said then' grep -qF '1:1 with Grace' out
  umount full
else
  skip 'a full disk'
fi
finish

# Assertions for the cases. `call ARGS...` runs the program and keeps $status, the files out and err;
# the expectations that follow speak of that call. A failed one shows it.
# shellcheck shell=bash
set -u
cd "$E2E_WORK" || exit 1
status=0
called=''

ok() { echo "ok - $1"; }
not_ok() { # WHAT [DETAIL]
  echo "not ok - $1"
  [[ -z ${2-} ]] || sed 's/^/  | /' <<<"$2"
  [[ -z $called ]] || {
    echo "  | after: execassist $called${EXECASSIST_NOW:+   (now $EXECASSIST_NOW)}; exit $status"
    head -c 2000 out | sed 's/^/  | stdout: /'
    head -c 2000 err | sed 's/^/  | stderr: /'
  }
}
skip() { echo "skip - $1"; }
finish() { echo '# done'; }

call() {
  called=$*
  timeout 60 "$EXECASSIST" "$@" >out 2>err </dev/null
  status=$?
}

# now TIME: what the calls that follow take for the time.
now() { export EXECASSIST_NOW=$1; }

check() { # WHAT COMMAND...
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then ok "$what"; else not_ok "$what" "$said"; fi
}
equal() { # WHAT ACTUAL EXPECTED
  if [[ $2 == "$3" ]]; then ok "$1"; else not_ok "$1" "is:       $2
expected: $3"; fi
}
exits() { # CODE (or a pattern) WHAT
  if [[ $status =~ ^($1)$ ]]; then ok "$2: exit $1"; else not_ok "$2: exit $1, not $status"; fi
}
says() { # WHAT REGEX: on stdout
  if grep -qE -e "$2" out; then ok "$1"; else not_ok "$1" "no line matches: $2"; fi
}
says_not() {
  if grep -qE -e "$2" out; then not_ok "$1" "a line matches: $2"; else ok "$1"; fi
}
silent() { # WHAT: nothing on stdout
  if [[ -s out ]]; then not_ok "$1: nothing on stdout"; else ok "$1: nothing on stdout"; fi
}
quiet() { # WHAT: nothing on stderr
  if [[ -s err ]]; then not_ok "$1: nothing on stderr"; else ok "$1: nothing on stderr"; fi
}

# One line "execassist: what: why", then at most one hint, and nothing else: no trace, no control
# character, and (REGEX) the words that matter.
one_error() { # WHAT [REGEX]
  local lines first why=''
  lines=$(grep -c '' err)
  first=$(head -n 1 err)
  if [[ $first != 'execassist: '* ]]; then why='the first line is not "execassist: ..."'; fi
  if ((lines > 2)); then why='more than two lines'; fi
  if ((lines == 2)) && [[ $(tail -n 1 err) != 'hint: '* ]]; then why='the second line is no hint'; fi
  if LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f]' err; then why='control characters'; fi
  if [[ -z $why && -n ${2-} ]] && ! tr "\n" " " <err | grep -qE -e "$2"; then
    why="does not match: $2"
  fi
  if [[ -z $why ]]; then ok "$1: one clear error"; else not_ok "$1: one clear error" "$why"; fi
}

# refused CODE WHAT REGEX: the call failed with CODE, one clear error and nothing on stdout.
refused() {
  exits "$1" "$2"
  one_error "$2" "${3-}"
  silent "$2"
}

# sql EXPRESSION: over `doc`, the JSON document on stdout.
sql() {
  sqlite3 -batch :memory: "WITH input(doc) AS (SELECT CAST(readfile('out') AS TEXT)) $1" 2>&1
}
json() { # WHAT PATH EXPECTED ("null" for null)
  equal "$1" "$(sql "SELECT ifnull(json_extract(doc, '$2'), 'null') FROM input")" "$3"
}
json_keys() { # WHAT PATH KEYS... : the object at PATH has at least these
  local what=$1 path=$2 key missing=''
  local keys
  shift 2
  keys=$(sql "SELECT ' ' || group_concat(j.key, ' ') || ' ' FROM input, json_each(doc, '$path') j")
  for key in "$@"; do [[ $keys == *" $key "* ]] || missing+=" $key"; done
  if [[ -z $missing ]]; then ok "$what"; else not_ok "$what" "missing:$missing; has:$keys"; fi
}
json_is() { # WHAT PATH TYPE (object, array, text, integer, null, true...)
  equal "$1" "$(sql "SELECT ifnull(json_type(doc, '$2'), 'absent') FROM input")" "$3"
}
json_document() { # WHAT: stdout is one JSON document and nothing else
  equal "$1: one JSON document" "$(sql 'SELECT json_valid(doc) FROM input')" 1
}

# Everything below FOLDER: names, modes, times and contents.
snapshot() {
  (cd "$1" && find . -mindepth 1 -printf '%y %m %T@ %s %p\n' | sort -k5 &&
    find . -type f -print0 | sort -z | xargs -0 -r sha256sum)
}
# What the store says, whatever its bytes are.
dump() { sqlite3 -batch "${1:-store.db}" .dump 2>&1; }

id_of() { # TITLE: the meeting_id of the first meeting of that title
  "$EXECASSIST" meetings list --from 1970-01-01T00:00:00Z --to 2100-01-01T00:00:00Z --json \
    >ids.json 2>/dev/null </dev/null
  sqlite3 -batch :memory: "SELECT json_extract(j.value, '\$.meeting_id')
    FROM json_each(CAST(readfile('ids.json') AS TEXT)) j
    WHERE json_extract(j.value, '\$.title') = '$1'
    ORDER BY json_extract(j.value, '\$.start_time') LIMIT 1"
}

# Calendars: `ics_start; event ...; ics_end` write one to stdout.
ics_start() { printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//e2e//EN\r\n'; }
ics_end() { printf 'END:VCALENDAR\r\n'; }
# event UID START MINUTES TITLE [ATTENDEES [EXTRA LINE...]]; START as 20260615T090000Z
event() {
  local uid=$1 start=$2 length=$3 title=$4 attendees=${5:-0} line number
  shift $(($# < 5 ? $# : 5))
  printf 'BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260601T000000Z\r\nDTSTART:%s\r\n' "$uid" "$start"
  printf 'DURATION:PT%sM\r\nSUMMARY:%s\r\n' "$length" "$title"
  for ((number = 1; number <= attendees; number++)); do
    printf 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:person%s@example.com\r\n' "$number"
  done
  for line in "$@"; do printf '%s\r\n' "$line"; done
  printf 'END:VEVENT\r\n'
}

# A configuration of one user with one file, and the environment that points to it.
rules_file=$E2E_SOURCE/config/meeting_types.yaml
configure() { # [EXTRA YAML LINE...]
  cp "$rules_file" rules.yaml
  {
    echo 'store: {path: store.db}'
    echo 'rules: rules.yaml'
    echo 'users:'
    echo '  - {id: ada, name: Ada Byron, email: ada@example.com, time_zone: Europe/London,'
    echo '     channels: [terminal], calendars: [{kind: ics, path: calendar.ics}]}'
    printf '%s\n' "$@"
  } >config.yaml
  chmod 600 config.yaml rules.yaml
  export EXECASSIST_CONFIG=$PWD/config.yaml
}

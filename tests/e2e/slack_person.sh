# Cases in which a person does something in Slack, and `serve` hears of it. Sourced after
# services.sh.
# shellcheck shell=bash disable=SC2034,SC2154

export SIGNING_SECRET=8f742231b10e8888abcd99yyyzzz85a5 SLACK_SIGNING_SECRET=8f742231b10e8888abcd99yyyzzz85a5
server=''
SERVE=''

# serve [ARGUMENT...]: the program listens on a free port; SERVE is its address.
serve() {
  local waits
  rm -f serve.err
  "$EXECASSIST" serve --listen 127.0.0.1:0 "$@" >serve.out 2>serve.err </dev/null &
  server=$!
  for ((waits = 0; waits < 100; waits++)); do
    SERVE=$(grep -oE 'http://[0-9.]+:[0-9]+' serve.err | head -n 1)
    [[ -z $SERVE ]] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.05
  done
  not_ok 'serve listens' "$(cat serve.out serve.err)"
  server=''
  return 1
}
# serve_ends SIGNAL: sends it and leaves the exit code in $status.
serve_ends() {
  kill "-$1" "$server" 2>/dev/null
  wait "$server" 2>/dev/null
  status=$?
  server=''
}
end_serve() { [[ -z $server ]] || { kill -9 "$server" && wait "$server"; } 2>/dev/null; }
trap 'end_serve; end_world' EXIT

slack_user() { # EMAIL
  slack users.lookupByEmail -d "email=$1" >slack.json
  sql_of slack.json "SELECT json_extract(doc, '\$.user.id') FROM input"
}
slack_dm() { # EMAIL: the conversation with that person
  slack conversations.open -d "users=$(slack_user "$1")" >slack.json
  sql_of slack.json "SELECT json_extract(doc, '\$.channel.id') FROM input"
}
# The ts of the newest message to EMAIL that holds TEXT.
slack_ts() { # EMAIL TEXT
  slack_read "$1"
  sql_of slack.json "SELECT json_extract(j.value, '\$.ts') FROM input,
    json_each(doc, '\$.messages') j WHERE instr(j.value, '$2') LIMIT 1"
}
# The value of the button ACTION in the newest message to EMAIL that has one.
slack_button() { # EMAIL ACTION
  slack_read "$1"
  sql_of slack.json "SELECT json_extract(t.value, '\$.value') FROM input,
    json_each(doc, '\$.messages') j, json_tree(j.value, '\$.blocks') t
    WHERE t.type = 'object' AND json_extract(t.value, '\$.action_id') = '$2' LIMIT 1"
}

# As Slack sends it; each answer is a line "STATUS BODY" on stdout.
person() { "$E2E_NODE" "$E2E_SOURCE/tests/e2e/services/slack_person.mjs" "$SERVE/slack/webhook" "$@"; }
click() { person click "user=$who" "channel=$dm" "action=$1" "value=$2" "${@:3}"; }
say() { person message "user=$who" "channel=$dm" "text=$1" "${@:2}"; }

# until_true WHAT COMMAND...: within ten seconds.
until_true() {
  local what=$1 waits
  shift
  for ((waits = 0; waits < 100; waits++)); do
    if "$@" >/dev/null 2>&1; then ok "$what"; return 0; fi
    sleep 0.1
  done
  not_ok "$what" "$("$@" 2>&1; tail -n 5 serve.err)"
  return 1
}
slack_holds() { (($(slack_count "$1" "$2") > 0)); } # EMAIL TEXT

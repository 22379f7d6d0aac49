# Wrong configuration or rules: 78, the place, and nothing is done.
. "$E2E_LIB"
configure
{
  ics_start
  event one 20260616T100000Z 30 '1:1 with Grace' 2
  ics_end
} >calendar.ics
now 2026-06-15T09:00:00Z
call run
exits 0 'a right one'
stored=$(dump)
cp config.yaml good.yaml
cp rules.yaml good-rules.yaml

# wrong FILE WHAT REGEX <CONTENT: refused by every command that reads it.
wrong() {
  local file=$1 what=$2 regex=$3
  cat >"$file"
  call run
  refused 78 "$what" "$regex"
  call config check
  exits 78 "$what, config check"
  one_error "$what, config check" "$regex"
  equal "$what: the store is unchanged" "$(dump)" "$stored"
  cp good.yaml config.yaml
  cp good-rules.yaml rules.yaml
}
place='[0-9]+:[0-9]+'
edit() { sed "$1" good.yaml; }
edit_rules() { sed "$1" good-rules.yaml; }

wrong config.yaml 'broken YAML' "config\.yaml:$place" < <(edit '$a users: [')
wrong config.yaml 'a tab' "config\.yaml:$place" < <(printf 'users:\n\t- x\n')
wrong config.yaml 'an empty file' 'config\.yaml' </dev/null
wrong config.yaml 'a list for a map' "config\.yaml:$place" < <(echo '- 1')
wrong config.yaml 'binary noise' 'config\.yaml' < <(head -c 3000 "$EXECASSIST")
wrong config.yaml 'an unknown key' "config\.yaml:$place.*chanels.*channels" \
  < <(edit 's/channels:/chanels:/')
wrong config.yaml 'an unknown section' "config\.yaml:$place.*notfy.*notify" \
  < <(edit '$a notfy: {enabled: true}')
wrong config.yaml 'a key twice' "config\.yaml:$place.*store" < <(edit '$a store: {path: b.db}')
wrong config.yaml 'an unknown zone' "config\.yaml:$place.*Europe/Londn" \
  < <(edit 's,Europe/London,Europe/Londn,')
wrong config.yaml 'an unknown channel' "config\.yaml:$place.*pigeon" < <(edit 's/terminal/pigeon/')
wrong config.yaml 'an unknown kind of calendar' "config\.yaml:$place.*caldv" \
  < <(edit 's/kind: ics/kind: caldv/')
wrong config.yaml 'a number out of range' "config\.yaml:$place.*days_ahead" \
  < <(edit '$a sync: {days_ahead: 100000}')
wrong config.yaml 'a word for a number' "config\.yaml:$place.*days_ahead" \
  < <(edit '$a sync: {days_ahead: soon}')
wrong config.yaml 'bad quiet hours' "config\.yaml:$place" \
  < <(edit 's/time_zone:/quiet_hours: {from: "25:00", to: "07:00"}, time_zone:/')
wrong config.yaml 'two users of one id' "config\.yaml:$place.*ada" \
  < <(cat good.yaml; sed -n '/- {id: ada/,/]}/p' good.yaml)
wrong config.yaml 'a bad phone number' "config\.yaml:$place.*phone" \
  < <(edit 's/time_zone:/phone: "555 0100", time_zone:/')
wrong config.yaml 'a missing rules file' 'nowhere\.yaml' < <(edit 's/rules.yaml/nowhere.yaml/')
wrong rules.yaml 'broken rules' "rules\.yaml:$place" < <(echo 'meeting_types: {a: ]')
wrong rules.yaml 'an unknown key in rules' "rules\.yaml:$place.*keywrds.*keywords" \
  < <(edit_rules '0,/keywords:/s//keywrds:/')
wrong rules.yaml 'min above max' "rules\.yaml:$place" \
  < <(edit_rules '0,/required_attendees_max: null/s//required_attendees_max: 2/')
wrong rules.yaml 'a type twice' "rules\.yaml:$place.*one_on_one" \
  < <(edit_rules 's/^  staff_meeting:/  one_on_one:/')
wrong rules.yaml 'a bad regex' "rules\.yaml:$place" \
  < <(printf 'meeting_types:\n  a:\n    match: regex\n    keywords: ["(("]\n  default:\n    keywords: []\n')
wrong rules.yaml 'a default that is not last' "rules\.yaml:$place.*default" \
  < <(printf 'meeting_types:\n  default:\n    keywords: []\n  a:\n    keywords: [x]\n')
wrong rules.yaml 'negative hours' "rules\.yaml:$place.*prep_hours_before" \
  < <(edit_rules '0,/prep_hours_before: 72/s//prep_hours_before: -1/')
wrong rules.yaml 'binary noise in rules' 'rules\.yaml' < <(head -c 3000 "$EXECASSIST")
cp good-rules.yaml bad.yaml
echo '    examples: [{title: "Leadership sync", attendees: 12}]' >>bad.yaml
call classify --check --rules bad.yaml
exits 78 'an example that fails'
one_error 'an example that fails' "bad\.yaml:$place"

# Modes and secrets.
modes() { # WHAT CODE MODE FILE
  chmod "$3" "$4"
  call config check
  exits "$2" "$1"
  [[ $2 == 0 ]] || one_error "$1" "$4"
  cp good.yaml config.yaml
  chmod 600 config.yaml rules.yaml
}
modes 'a configuration that others may read, without a secret' 0 644 config.yaml
modes 'a configuration that others may write' 78 666 config.yaml
modes 'rules that others may write' 78 666 rules.yaml
echo 'slack: {bot_token: "xoxb-very-secret"}' >>config.yaml
modes 'a literal secret that others may read' 78 644 config.yaml
echo 'slack: {bot_token: "xoxb-very-secret"}' >>config.yaml
modes 'a literal secret that only the owner may read' 0 600 config.yaml
cp good.yaml config.yaml
echo 'slack: {bot_token: "xoxb-very-secret"}' >>config.yaml
call config show
exits 0 'config show'
check 'secrets are masked' test -z "$(cat out err | grep -F xoxb-very-secret)"
cp good.yaml config.yaml
echo 'xoxb-from-a-file' >token
echo 'slack: {bot_token: file:token}' >>config.yaml
chmod 644 token
call config check
exits 78 'a secret file that others may read'
one_error 'a secret file that others may read' token
chmod 600 token
call config check
exits 0 'a secret file that only the owner may read'
equal 'the store is still unchanged' "$(dump)" "$stored"
finish

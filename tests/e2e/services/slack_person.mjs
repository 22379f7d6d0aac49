// What Slack sends when a person does something: signed as Slack signs, with Node's own crypto.
//   node slack_person.mjs URL KIND NAME=VALUE...
// KIND: click (user, channel, ts, action, value, at), command (user, command, text, trigger), message
// (user, channel, text, event), raw (body, type). For all: secret, age (seconds), signature
// (replaces the right one; none: no such header), retry, pad (bytes more), times and together (so
// many of it at once, with numbered ids unless same=1), response_url. Prints a line for each answer:
// the status and the body.
import { createHmac } from 'node:crypto';
import http from 'node:http';

const [url, kind, ...rest] = process.argv.slice(2);
const given = Object.fromEntries(rest.map((each) => {
  const cut = each.indexOf('=');
  return [each.slice(0, cut), each.slice(cut + 1)];
}));
const seconds = Math.floor(Date.now() / 1000);
const form = (fields) => new URLSearchParams(fields).toString();
const team = { id: 'T000000001', domain: 'example-corp' };
const formType = 'application/x-www-form-urlencoded';

function click(number) {
  const ts = given.ts ?? '1.1';
  const container = { type: 'message', message_ts: ts, channel_id: given.channel ?? 'D1',
    is_ephemeral: given.ephemeral === '1' };
  const at = given.at ?? `${seconds}.${String(1000 * (Date.now() % 1000) + number).padStart(6, "0")}`;
  return { type: formType, body: form({ payload: JSON.stringify({
    type: 'block_actions', team, user: { id: given.user, username: 'someone', team_id: team.id },
    api_app_id: 'A0EXECASST', token: 'deprecated', container, trigger_id: `1.2.${number}`,
    channel: { id: container.channel_id, name: 'directmessage' },
    message: { type: 'message', ts, text: 'x'.repeat(Number(given.pad ?? 0)) },
    response_url: given.response_url ?? '',
    actions: [{ type: 'button', action_id: given.action, block_id: 'actions', value: given.value,
      text: { type: 'plain_text', text: 'OK' }, action_ts: at }],
  }) }) };
}
function command(number) {
  return { type: formType, body: form({ token: 'deprecated', team_id: team.id,
    team_domain: team.domain, channel_id: given.channel ?? 'D1', user_id: given.user,
    user_name: 'someone', command: given.command ?? '/meetings', text: given.text ?? '',
    response_url: given.response_url ?? '', api_app_id: 'A0EXECASST',
    trigger_id: given.trigger ?? `${seconds}.${process.pid}.${number}` }) };
}
function message(number) {
  // After all that stands there: the emulator counts its messages of a second from one.
  const ts = given.ts ?? `${seconds}.${String(500000 + number).padStart(6, '0')}`;
  return { type: 'application/json', body: JSON.stringify({ token: 'deprecated', team_id: team.id,
    api_app_id: 'A0EXECASST', type: 'event_callback', event_time: seconds,
    event_id: given.event ?? `Ev${Date.now()}${process.pid}${number}`, authorizations: [],
    event: { type: 'message', channel_type: 'im', channel: given.channel ?? 'D1', user: given.user,
      text: given.text, ts, event_ts: ts, client_msg_id: `${number}`,
      ...(given.bot ? { bot_id: given.bot } : {}),
      ...(given.subtype ? { subtype: given.subtype } : {}) } }) };
}
const raw = () => ({ type: given.type ?? 'application/json', body: given.body ?? '' });
const forms = { click, command, message, raw };

function send(number) {
  const { type, body } = forms[kind](number);
  const stamp = seconds - Number(given.age ?? 0);
  const right = 'v0=' + createHmac('sha256', given.secret ?? process.env.SIGNING_SECRET ?? '')
    .update(`v0:${stamp}:${body}`).digest('hex');
  const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'X-Slack-Request-Timestamp': given.timestamp ?? String(stamp) };
  if (given.signature !== 'none') headers['X-Slack-Signature'] = given.signature ?? right;
  if (given.retry) {
    headers['X-Slack-Retry-Num'] = given.retry;
    headers['X-Slack-Retry-Reason'] = 'http_timeout';
  }
  return new Promise((done) => {
    const request = http.request(url, { method: 'POST', headers, timeout: 10000, agent: false },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => done(`${response.statusCode} ${Buffer.concat(parts)}`));
      });
    request.on('timeout', () => request.destroy(new Error('no answer in 10 s')));
    request.on('error', (error) => done(`000 ${error.message}`));
    request.end(body);
  });
}

const times = Number(given.times ?? 1);
const together = Number(given.together ?? times);
for (let next = 0; next < times; next += together) {
  const batch = Array.from({ length: Math.min(together, times - next) },
    (_, i) => send(given.same === '1' ? 0 : next + i));
  for (const line of await Promise.all(batch)) console.log(line);
}

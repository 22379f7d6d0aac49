// What the emulators hold at the start. Every date is fixed: the cases pretend that it is Monday,
// 23 November 2026. emulate knows no recurrences, so instances stand expanded, with ids of the form
// that Google gives them.
const people = (count) =>
  Array.from({ length: count }, (_, i) => ({ email: `person${i + 1}@example.com` }));
// For measurements, in Slack: person1@example.com, person2@example.com ...
const colleagues = (count) => people(count).map(({ email }, i) =>
  ({ name: `person${i + 1}`, real_name: `Person ${i + 1}`, email }));
const alice = { email: 'alice@example.com', display_name: 'Alice' };
const bob = { email: 'bob@example.org', display_name: 'Bob' };

const event = (owner, calendar, id, summary, start, end, more = {}) => ({
  id, user_email: owner, calendar_id: calendar, summary,
  start_date_time: start, end_date_time: end, ...more,
});
const own = (id, summary, start, end, more) =>
  event('alice@example.com', 'primary', id, summary, start, end, more);

const events = [
  own('leadership1', 'Leadership sync: <Q4> & outlook', '2026-11-26T15:00:00+01:00',
    '2026-11-26T15:45:00+01:00', {
      description: 'Numbers\n<b>Hiring</b> – Zürich 🚀',
      location: 'HQ, Room 4',
      hangout_link: 'https://meet.example.com/abc-defg-hij',
      attendees: [alice, ...people(13)],
    }),
  own('one1', 'Alice / Bob 1:1', '2026-11-24T13:00:00+01:00', '2026-11-24T13:30:00+01:00',
    { attendees: [alice, bob] }),
  own('standup_20261124T080000Z', 'Daily standup', '2026-11-24T09:00:00+01:00',
    '2026-11-24T09:15:00+01:00', { attendees: [alice, ...people(2)] }),
  own('standup_20261125T080000Z', 'Daily standup', '2026-11-25T09:00:00+01:00',
    '2026-11-25T09:15:00+01:00', { attendees: [alice, ...people(2)] }),
  own('cancelled1', 'Cancelled vendor call', '2026-11-24T10:00:00+01:00',
    '2026-11-24T11:00:00+01:00', { status: 'cancelled' }),
  { id: 'allday1', user_email: 'alice@example.com', calendar_id: 'primary',
    summary: 'Company holiday', start_date: '2026-11-27', end_date: '2026-11-28' },
  { id: 'allday3', user_email: 'alice@example.com', calendar_id: 'primary',
    summary: 'Offsite Lisbon', start_date: '2026-11-30', end_date: '2026-12-03' },
  own('newyork1', 'NY investor call', '2026-11-25T09:30:00-05:00', '2026-11-25T10:15:00-05:00',
    { attendees: [alice, { email: 'investor@ny.example' }] }),
  own('tokyo1', 'Tokyo sync', '2026-11-26T17:00:00+09:00', '2026-11-26T18:00:00+09:00',
    { attendees: [alice, bob] }),
  own('late1', 'Release window', '2026-11-25T23:00:00+01:00', '2026-11-26T01:00:00+01:00',
    { attendees: [alice, ...people(3)] }),
  own('unicode1', 'Déjeuner 会議 🍽', '2026-11-26T12:00:00Z', '2026-11-26T13:00:00Z',
    { attendees: [alice, bob] }),
  event('alice@example.com', 'team_cal', 'team1', 'Team retro', '2026-11-25T10:30:00-05:00',
    '2026-11-25T11:30:00-05:00', { attendees: [alice, ...people(5)] }),
  event('bob@example.org', 'primary', 'bob1', 'Bob / Carol 1:1', '2026-11-24T18:00:00+09:00',
    '2026-11-24T18:30:00+09:00', { attendees: [bob, { email: 'carol@example.com' }] }),
];

// For measurements: meetings of half an hour over 90 days from 23 November on.
const bulk = (count) => Array.from({ length: count }, (_, i) => {
  const start = Date.UTC(2026, 10, 23, 6) + 1800000 * Math.floor((i * 4320) / count);
  const text = (time) => new Date(time).toISOString().replace('.000', '');
  return own(`bulk${i}`, `Meeting ${i}`, text(start), text(start + 1800000),
    { description: 'x'.repeat(200), attendees: people(i % 8) });
});

const botScopes = ['chat:write', 'im:write', 'im:read', 'im:history', 'users:read',
  'users:read.email'];

export const client = {
  id: 'execassist-test.apps.googleusercontent.com',
  secret: 'GOCSPX-client-secret-for-tests',
};
export const slackBotToken = 'xoxb-bot-token-for-tests';
export const slackPoorToken = 'xoxb-token-without-scopes';
export const twilio = {
  sid: 'AC00000000000000000000000000000001',
  token: '0123456789abcdef0123456789abcdef',
  numbers: ['+15005550006', '+15005550016', '+15005550026', '+15005550036'],
  service: 'MG00000000000000000000000000000001', // sends from the last number
};
export const ses = {
  region: 'us-east-1',
  domains: ['example.com'],
  configurationSets: ['execassist'],
  accounts: [
    { key: 'AKIAEXECASSISTTESTS1', secret: 'secret-of-the-ses-key-for-tests/+000001' },
    { key: 'ASIAEXECASSISTTESTS2', secret: 'secret-of-temporary-keys-for-tests/+0002',
      token: 'session-token-for-tests//==' },
  ],
};

// `ports`: where emulate's services listen, and where sign-ins come back to. `more` events for alice,
// `crowd` people more in Slack.
export function seed(ports, more, crowd) {
  return {
    google: {
      port: ports.google,
      baseUrl: `http://127.0.0.1:${ports.google}`,
      users: [
        { email: 'alice@example.com', name: 'Alice Executive', hd: 'example.com' },
        { email: 'bob@example.org', name: 'Bob Assistant' },
      ],
      oauth_clients: [{
        client_id: client.id, client_secret: client.secret, name: 'execassist',
        redirect_uris: [`http://127.0.0.1:${ports.redirect}/callback`],
      }],
      calendars: [
        { id: 'alice@example.com', user_email: 'alice@example.com', summary: 'alice@example.com',
          primary: true, time_zone: 'Europe/Zurich' },
        { id: 'team_cal', user_email: 'alice@example.com', summary: 'Team',
          time_zone: 'America/New_York', access_role: 'reader' },
        { id: 'bob@example.org', user_email: 'bob@example.org', summary: 'bob@example.org',
          primary: true, time_zone: 'Asia/Tokyo' },
      ],
      calendar_events: [...events, ...bulk(more)],
    },
    slack: {
      port: ports.slack,
      baseUrl: `http://127.0.0.1:${ports.slack}`,
      team: { name: 'Example Corp', domain: 'example-corp' },
      signing_secret: 'signing-secret-for-tests',
      users: [
        { name: 'alice', real_name: 'Alice Executive', email: 'alice@example.com' },
        { name: 'bob', real_name: 'Bob Assistant', email: 'bob@example.org' },
        ...colleagues(crowd),
      ],
      bots: [{ name: 'execassist' }],
      oauth_apps: [{ client_id: '1111.2222', client_secret: 'slack-app-secret-for-tests',
        app_id: 'A0EXECASST', name: 'execassist', bot_name: 'execassist', scopes: botScopes,
        redirect_uris: [`http://127.0.0.1:${ports.redirect}/slack`] }],
      tokens: [
        { token: slackBotToken, type: 'bot', user: 'execassist', app_id: 'A0EXECASST',
          scopes: botScopes },
        { token: slackPoorToken, type: 'bot', user: 'execassist', scopes: ['users:read'] },
      ],
      strict_scopes: true,
    },
    twilio: {
      port: ports.twilio,
      baseUrl: `http://127.0.0.1:${ports.twilio}`,
      account: { sid: twilio.sid, auth_token: twilio.token, friendly_name: 'execassist' },
      phone_numbers: twilio.numbers.map((number) => ({ phone_number: number })),
      messaging_services: [{ sid: twilio.service, friendly_name: 'execassist',
        phone_numbers: twilio.numbers.slice(-1) }],
    },
    tokens: {},
  };
}

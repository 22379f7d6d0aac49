// Google's authorization server and Calendar API v3 as far as no emulator has them: sync tokens and
// their rules, 410, tombstones, series, empty pages, `fields`, gzip, tokens that end or are refused.
// It expands no recurrences: instances are put in one by one. Answers are `latency_ms` late.
//   POST /control/setup    {users: [{email, refresh_token?}], calendars: [{id, owner, ...}]}
//   POST /control/events   {calendar, events}     added, or put in place of the same id
//   POST /control/remove   {calendar, ids}        deleted: a tombstone stays
//   POST /control/series   {calendar, id}         the series is deleted: one tombstone, its master's
//   POST /control/settings {latency_ms, page_size, empty_pages, expires_in, refuse, void_access,
//                           forget_sync_tokens, signs_in}
//   GET, DELETE /control/counters
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { gzipSync } from 'node:zlib';
import { partial } from './partial_answer.mjs';

const random = (prefix) => prefix + randomBytes(24).toString('base64url');
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const besideSyncToken = ['iCalUID', 'orderBy', 'privateExtendedProperty', 'q',
  'sharedExtendedProperty', 'timeMin', 'timeMax', 'updatedMin'];
// What has to stay the same from the listing to its pages and to the runs that follow.
const lasting = ['singleEvents', 'maxResults', 'eventTypes', 'timeZone', 'maxAttendees',
  'showHiddenInvitations', 'alwaysIncludeEmail'];

class Refusal extends Error {
  constructor(status, reason, message, more = {}) {
    super(message);
    this.status = status;
    const errors = [{ domain: 'global', reason, message, ...more }];
    this.body = { error: { code: status, message, errors } };
  }
}
class OAuthRefusal extends Error {
  constructor(status, error, error_description) {
    super(error);
    this.status = status;
    this.body = { error, error_description };
  }
}

export function startGoogleSync(port, client) {
  const settings = { latency_ms: 0, page_size: 0, empty_pages: 0, expires_in: 3599, refuse: [],
    signs_in: null };
  const refreshTokens = new Map();
  const accessTokens = new Map();
  const codes = new Map();
  const calendars = new Map();
  const pages = new Map();
  const syncTokens = new Map();
  const nothing = () => ({ token: 0, token_refresh: 0, revoke: 0, calendar_list: 0, events: 0,
    gzipped: 0, refused: 0, in_flight: 0, most_in_flight: 0 });
  let counters = nothing();
  let clock = 0;

  const stamp = (calendar, event) => {
    event.seq = ++clock;
    calendar.events.set(event.body.id, event);
  };
  const put = (calendar, body) => stamp(calendar, { body: { kind: 'calendar#event',
    status: 'confirmed', iCalUID: `${body.recurringEventId ?? body.id}@google.example`,
    eventType: 'default', sequence: 0, ...body, etag: `"${++clock}"`,
    updated: new Date().toISOString() } });
  const bury = (calendar, id) => {
    const known = calendar.events.get(id)?.body ?? {};
    const { recurringEventId, originalStartTime } = known;
    stamp(calendar, { body: { id, status: 'cancelled',
      ...(recurringEventId ? { recurringEventId, originalStartTime } : {}) } });
  };

  const control = {
    setup({ users = [], calendars: more = [] }) {
      for (const { email, refresh_token: token } of users) {
        settings.signs_in ??= email;
        if (token) refreshTokens.set(token, { email });
        calendars.set(email, { id: email, owner: email, primary: true, summary: email,
          timeZone: 'Europe/Zurich', accessRole: 'owner', events: new Map() });
      }
      for (const calendar of more)
        calendars.set(calendar.id, { accessRole: 'reader', timeZone: 'UTC', ...calendar,
          events: new Map() });
    },
    events({ calendar, events }) {
      for (const body of events) put(calendars.get(calendar), body);
    },
    remove({ calendar, ids }) {
      for (const id of ids) bury(calendars.get(calendar), id);
    },
    series({ calendar, id }) {
      const { events } = calendars.get(calendar);
      for (const [key, { body }] of events) if (body.recurringEventId === id) events.delete(key);
      bury(calendars.get(calendar), id);
    },
    settings(given) {
      if (given.forget_sync_tokens) syncTokens.clear();
      if (given.void_access) accessTokens.clear();
      for (const key of Object.keys(settings)) if (key in given) settings[key] = given[key];
    },
  };

  function tokensFor(email, refreshToken, scope) {
    const access = random('sync_access_');
    accessTokens.set(access, { email, until: Date.now() + settings.expires_in * 1000 });
    return { access_token: access, expires_in: settings.expires_in, token_type: 'Bearer', scope,
      ...(refreshToken ? { refresh_token: refreshToken } : {}) };
  }
  function token(form) {
    counters.token++;
    if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
      throw new OAuthRefusal(401, 'invalid_client', 'The OAuth client was not found.');
    if (form.get('grant_type') === 'refresh_token') {
      counters.token_refresh++;
      const grant = refreshTokens.get(form.get('refresh_token'));
      if (!grant || settings.refuse.includes(grant.email))
        throw new OAuthRefusal(400, 'invalid_grant', 'Token has been expired or revoked.');
      return tokensFor(grant.email, null, grant.scope);
    }
    const code = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const proof = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (!code || code.challenge !== proof || code.redirect !== form.get('redirect_uri'))
      throw new OAuthRefusal(400, 'invalid_grant', 'Malformed auth code.');
    const refresh = random('1//sync_refresh_');
    refreshTokens.set(refresh, code);
    return tokensFor(code.email, refresh, code.scope);
  }
  // Whoever asks is signed in and consents: `login_hint`, or the first user.
  function authorize(query) {
    const redirect = query.get('redirect_uri') ?? '';
    if (query.get('client_id') !== client.id || query.get('response_type') !== 'code' ||
        query.get('code_challenge_method') !== 'S256' || !query.get('scope') ||
        !/^http:\/\/127\.0\.0\.1:\d+\/callback$/.test(redirect))
      throw new OAuthRefusal(400, 'invalid_request', 'The request is malformed.');
    const hint = query.get('login_hint');
    const code = random('4/sync_code_');
    codes.set(code, { email: calendars.has(hint) ? hint : settings.signs_in, redirect,
      challenge: query.get('code_challenge'), scope: query.get('scope') });
    return `${redirect}?${new URLSearchParams({ state: query.get('state') ?? '', code,
      scope: query.get('scope') })}`;
  }

  function caller(request) {
    const known = accessTokens.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    if (!known || known.until <= Date.now())
      throw new Refusal(401, 'authError', 'Invalid Credentials',
        { locationType: 'header', location: 'Authorization' });
    return known.email;
  }
  const described = ({ events, owner, ...calendar }) => ({ kind: 'calendar#calendarListEntry',
    ...calendar });

  function listing(calendar, query) {
    if (query.get('orderBy') === 'startTime' && query.get('singleEvents') !== 'true')
      throw new Refusal(400, 'invalid', 'The requested ordering is not available.');
    const bound = (name, otherwise) => {
      const value = query.get(name);
      if (value === null) return otherwise;
      if (!rfc3339.test(value)) throw new Refusal(400, 'badRequest', `Bad ${name}`);
      return Date.parse(value);
    };
    const [from, to] = [bound('timeMin', -Infinity), bound('timeMax', Infinity)];
    if (from >= to)
      throw new Refusal(400, 'timeRangeEmpty', 'The specified time range is empty.');
    const when = ({ date, dateTime }) => Date.parse(dateTime ?? `${date}T00:00:00Z`);
    return [...calendar.events.values()].map(({ body }) => body).filter((body) =>
      body.status !== 'cancelled' && when(body.end) > from && when(body.start) < to);
  }
  function changes(calendar, query, lastingKey) {
    const wrong = besideSyncToken.find((name) => query.has(name));
    if (wrong || query.get('showDeleted') === 'false')
      throw new Refusal(400, 'invalid', `${wrong ?? 'showDeleted'} cannot be used with syncToken`);
    const known = syncTokens.get(query.get('syncToken'));
    if (!known || known.calendar !== calendar.id) {
      const message = 'Sync token is no longer valid, a full sync is required.';
      const gone = new Refusal(410, 'fullSyncRequired', message,
        { locationType: 'parameter', location: 'syncToken' });
      gone.body.error.errors[0].domain = 'calendar';
      throw gone;
    }
    if (known.lastingKey !== lastingKey)
      throw new Refusal(400, 'invalid', 'The parameters differ from those of the listing.');
    return [...calendar.events.values()].filter(({ seq }) => seq > known.clock)
      .map(({ body }) => body);
  }
  function events(calendar, query) {
    counters.events++;
    const keyOf = (names) => JSON.stringify(names.map((name) => [name, query.getAll(name)]));
    const lastingKey = keyOf(lasting);
    const allKey = keyOf([...new Set(query.keys())].filter((name) => name !== 'pageToken').sort());
    let page = { items: [], at: 0, empty: settings.empty_pages, allKey, clock };
    if (query.has('pageToken')) {
      page = pages.get(query.get('pageToken'));
      if (!page || page.allKey !== allKey)
        throw new Refusal(400, 'invalid', 'Invalid page token value.');
    } else {
      page.items = query.has('syncToken') ? changes(calendar, query, lastingKey)
        : listing(calendar, query);
    }
    const asked = Math.min(Number(query.get('maxResults') ?? 250), 2500);
    const size = Math.min(asked, settings.page_size || asked);
    const count = page.empty > 0 ? 0 : size;
    const next = { ...page, at: page.at + count, empty: page.empty - 1 };
    const answer = { kind: 'calendar#events', etag: `"p${clock}"`, summary: calendar.summary,
      updated: new Date().toISOString(), timeZone: calendar.timeZone,
      accessRole: calendar.accessRole, defaultReminders: [],
      items: page.items.slice(page.at, next.at) };
    if (next.at < page.items.length || page.empty > 0) {
      answer.nextPageToken = random('page_');
      pages.set(answer.nextPageToken, next);
    } else if (!query.has('orderBy')) {
      answer.nextSyncToken = random('sync_');
      syncTokens.set(answer.nextSyncToken, { calendar: calendar.id, clock: page.clock, lastingKey });
    }
    return answer;
  }
  function api(request, url) {
    const email = caller(request);
    const mine = [...calendars.values()].filter(({ owner }) => owner === email);
    if (url.pathname === '/calendar/v3/users/me/calendarList') {
      counters.calendar_list++;
      return { kind: 'calendar#calendarList', items: mine.map(described) };
    }
    const parts = /^\/calendar\/v3\/calendars\/([^/]+)(\/events)?$/.exec(url.pathname);
    const id = parts && decodeURIComponent(parts[1]);
    const calendar = mine.find((one) => one.id === (id === 'primary' ? email : id));
    if (!calendar) throw new Refusal(404, 'notFound', 'Not Found');
    return parts[2] ? events(calendar, url.searchParams) : described(calendar);
  }

  function handle(request, body, url) {
    const act = /^\/control\/(\w+)$/.exec(url.pathname)?.[1];
    if (act === 'counters') {
      if (request.method === 'DELETE') counters = nothing();
      return counters;
    }
    if (act) return control[act](JSON.parse(body)) ?? {};
    if (url.pathname === '/token') return token(new URLSearchParams(body));
    if (url.pathname === '/revoke') {
      counters.revoke++;
      if (!refreshTokens.delete(new URLSearchParams(body).get('token')))
        throw new OAuthRefusal(400, 'invalid_token', 'Token expired or revoked');
      return {};
    }
    const answer = api(request, url);
    const fields = url.searchParams.get('fields');
    if (!fields) return answer;
    try {
      return partial(answer, fields);
    } catch (error) {
      throw new Refusal(400, 'invalidParameter', error.message);
    }
  }

  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const url = new URL(request.url, 'http://loopback');
      const outside = !url.pathname.startsWith('/control');
      if (outside) {
        counters.most_in_flight = Math.max(counters.most_in_flight, ++counters.in_flight);
        if (settings.latency_ms) await new Promise((on) => setTimeout(on, settings.latency_ms));
        counters.in_flight--;
      }
      let status = 200;
      let answer;
      const headers = { 'content-type': 'application/json; charset=UTF-8' };
      try {
        if (url.pathname === '/auth') {
          response.writeHead(302, { location: authorize(url.searchParams) });
          response.end();
          return;
        }
        answer = handle(request, Buffer.concat(chunks).toString(), url);
      } catch (error) {
        status = error.status ?? 500;
        counters.refused++;
        answer = error.body ?? { error: { code: 500, message: String(error), errors: [] } };
      }
      let body = Buffer.from(JSON.stringify(answer));
      // Google compresses only for a User-Agent that says so as well.
      if (/gzip/.test(request.headers['accept-encoding'] ?? '') &&
          /gzip/.test(request.headers['user-agent'] ?? '')) {
        counters.gzipped++;
        headers['content-encoding'] = 'gzip';
        body = gzipSync(body, { level: 1 });
      }
      response.writeHead(status, { ...headers, 'content-length': body.length });
      response.end(body);
    });
  });
  server.keepAliveTimeout = 60000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

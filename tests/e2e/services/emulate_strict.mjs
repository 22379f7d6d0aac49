// Makes `emulate` 0.12.2 as strict as the real services where a client could otherwise pass by
// luck. Its own code answers every request; this only
//   - refuses unknown bearer tokens, which it takes for its first user;
//   - lets Slack's reading methods be called by GET with a query, as Slack does;
//   - gives pages of 250 events unless asked otherwise, as Google does (its own: 10);
//   - does with Twilio what twilio_strict.mjs says.
// Loaded before emulate starts, since it wraps the table of services that emulate loads from.
import { readdirSync, readFileSync } from 'node:fs';
import { prepareTwilio } from './twilio_strict.mjs';

const dist = new URL('./node_modules/emulate/dist/', import.meta.url);
const holdsTable = (name) =>
  /^chunk-.*\.js$/.test(name) &&
  /export \{[^}]*\bSERVICE_REGISTRY\b/.test(readFileSync(new URL(name, dist), 'utf8'));
const chunk = readdirSync(dist).find(holdsTable);
if (!chunk) throw new Error('emulate keeps its table of services elsewhere: another version?');
const { SERVICE_REGISTRY } = await import(new URL(chunk, dist));

const authorization = (c) => ({ authorization: c.req.header('authorization') ?? '' });

const beforeRoutes = {
  google(app) {
    app.use('*', (c, next) => {
      const url = new URL(c.req.url);
      const listing = /^\/calendar\/v3\/calendars\/[^/]+\/events$/.test(url.pathname);
      if (c.req.method !== 'GET' || !listing || url.searchParams.has('maxResults')) return next();
      const query = `${url.search || '?'}&maxResults=250`;
      return app.request(url.pathname + query, { headers: authorization(c) });
    });
  },
  slack(app) {
    app.get('/api/:method', (c) =>
      app.request(c.req.path, {
        method: 'POST',
        body: new URL(c.req.url).search.slice(1),
        headers: { ...authorization(c), 'content-type': 'application/x-www-form-urlencoded' },
      }));
  },
  twilio: prepareTwilio,
};

for (const [name, prepare] of Object.entries(beforeRoutes)) {
  const entry = SERVICE_REGISTRY[name];
  const load = entry.load.bind(entry);
  entry.defaultFallback = () => undefined;
  entry.load = async () => {
    const loaded = await load();
    const { register } = loaded.plugin;
    loaded.plugin = {
      ...loaded.plugin,
      register(app, ...rest) {
        prepare(app);
        register(app, ...rest);
      },
    };
    return loaded;
  };
}

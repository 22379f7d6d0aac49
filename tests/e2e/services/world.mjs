// All services of one case in one process on free ports of loopback, which ends with its parent:
//   node world.mjs FOLDER
// FOLDER/env (shell assignments) is written last, when everything answers. E2E_EVENTS: so many
// meetings more for alice. E2E_PEOPLE: so many people more in Slack.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startControl, startProxy } from './fault_proxy.mjs';
import { startGoogleSync } from './google_sync.mjs';
import { client, seed, ses, slackBotToken, slackPoorToken, twilio } from './seed.mjs';
import { startSes } from './ses.mjs';

const folder = resolve(process.argv[2]);
mkdirSync(folder, { recursive: true });
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(0), 300);

const names = ['google', 'slack', 'twilio', 'sync', 'ses', 'redirect', 'control', 'oauthProxy',
  'calendarProxy', 'slackProxy', 'twilioProxy', 'sesProxy', 'syncOauthProxy', 'syncProxy'];
async function freePorts() {
  const servers = names.map(() => net.createServer().listen(0, '127.0.0.1'));
  const ports = {};
  for (const [index, server] of servers.entries()) {
    if (!server.listening) await new Promise((ready) => server.once('listening', ready));
    ports[names[index]] = server.address().port;
  }
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
  return ports;
}

async function answers(port) {
  for (let tries = 0; tries < 200; tries++) {
    const up = await fetch(`http://127.0.0.1:${port}/`).then(() => true, () => false);
    if (up) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`nothing answers at port ${port}`);
}

const ports = await freePorts();
const seedFile = join(folder, 'seed.json');
const wish = (name) => Number(process.env[name] ?? 0);
writeFileSync(seedFile, JSON.stringify(seed(ports, wish('E2E_EVENTS'), wish('E2E_PEOPLE'))));
const here = fileURLToPath(new URL('.', import.meta.url));
await import('./emulate_strict.mjs');
process.argv = [process.argv[0], join(here, 'node_modules/emulate/dist/index.js'), 'start',
  '-s', 'google,slack,twilio', '--seed', seedFile];
await import('./node_modules/emulate/dist/index.js');

const ledgers = {};
const proxies = { oauth: ['oauthProxy', 'google'], calendar: ['calendarProxy', 'google'],
  slack: ['slackProxy', 'slack'], twilio: ['twilioProxy', 'twilio'], ses: ['sesProxy', 'ses'],
  sync_oauth: ['syncOauthProxy', 'sync'], sync: ['syncProxy', 'sync'] };
await startGoogleSync(ports.sync, client);
await startSes({ port: ports.ses, ...ses });
for (const [name, [port, upstream]] of Object.entries(proxies)) {
  ledgers[name] = { rules: [], seen: [] };
  await startProxy(ports[port], ports[upstream], ledgers[name]);
}
await startControl(ports.control, ledgers);
await Promise.all([ports.google, ports.slack, ports.twilio].map(answers));

const at = (port, path = '') => `http://127.0.0.1:${ports[port]}${path}`;
const env = {
  CONTROL: at('control'),
  REDIRECT_PORT: ports.redirect,
  CLIENT_ID: client.id,
  CLIENT_SECRET: client.secret,
  BOT_TOKEN: slackBotToken,
  POOR_BOT_TOKEN: slackPoorToken,
  GOOGLE_DIRECT: at('google'),
  SLACK_DIRECT: at('slack', '/api'),
  SYNC_DIRECT: at('sync'),
  GOOGLE_AUTH_URL: at('oauthProxy', '/o/oauth2/v2/auth'),
  GOOGLE_TOKEN_URL: at('oauthProxy', '/oauth2/token'),
  GOOGLE_REVOKE_URL: at('oauthProxy', '/oauth2/revoke'),
  GOOGLE_API_URL: at('calendarProxy', '/calendar/v3'),
  SYNC_AUTH_URL: at('syncOauthProxy', '/auth'),
  SYNC_TOKEN_URL: at('syncOauthProxy', '/token'),
  SYNC_REVOKE_URL: at('syncOauthProxy', '/revoke'),
  SYNC_API_URL: at('syncProxy', '/calendar/v3'),
  SLACK_API_URL: at('slackProxy', '/api'),
  TWILIO_ACCOUNT_SID: twilio.sid,
  TWILIO_AUTH_TOKEN_VALUE: twilio.token,
  TWILIO_FROM: twilio.numbers[0],
  TWILIO_NUMBERS: twilio.numbers.join(' '),
  TWILIO_SERVICE: twilio.service,
  TWILIO_DIRECT: at('twilio'),
  TWILIO_API_URL: at('twilioProxy'),
  SES_KEY: ses.accounts[0].key,
  SES_SECRET: ses.accounts[0].secret,
  SES_SESSION_KEY: ses.accounts[1].key,
  SES_SESSION_SECRET: ses.accounts[1].secret,
  SES_SESSION_TOKEN: ses.accounts[1].token,
  SES_DIRECT: at('ses'),
  SES_API_URL: at('sesProxy'),
};
const lines = Object.entries(env).map(([name, value]) => `${name}='${value}'\n`);
writeFileSync(join(folder, 'env.new'), lines.join(''));
renameSync(join(folder, 'env.new'), join(folder, 'env'));

// A proxy on loopback that records every request and, when told, answers in place of the service
// behind it, loses its answer, or breaks the connection. Faults are queued per name and taken in
// order; each hits `times` requests (1 unless given) after letting `after` matching ones pass.
//   {status, headers, body}         answer so (body: text, or JSON)
//   {delayMs}                       wait, then pass on
//   {timeout} {reset} {close}       never answer; reset; close: the service saw nothing
//   {truncated} {oversized: bytes}  a whole answer is promised and half of it comes; a huge one
//   {forwardThen: "timeout"|"reset"|"close"}   the service has taken it, the answer is lost
import http from 'node:http';

const pathOf = (url) => url.split('?')[0];
const matches = (rule, method, path) =>
  (!rule.method || rule.method === method) &&
  (!rule.path || path === rule.path ||
    (rule.path.endsWith('*') && path.startsWith(rule.path.slice(0, -1))));

function take(rules, method, path) {
  const rule = rules.find((r) => r.times > 0 && matches(r, method, path));
  if (!rule) return null;
  if (rule.after > 0) {
    rule.after--;
    return null;
  }
  rule.times--;
  return rule.fault;
}

function drop(socket, how) {
  if (how === 'reset') socket.resetAndDestroy();
  else if (how === 'close') socket.destroy();
  // "timeout": the caller gives up.
}

function answer(response, status, headers, body) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}

function act(fault, request, response) {
  if (fault.reset) return drop(request.socket, 'reset');
  if (fault.close) return drop(request.socket, 'close');
  if (fault.timeout) return undefined;
  if (fault.oversized) {
    const body = Buffer.alloc(fault.oversized, ' ');
    return answer(response, 200, {}, body);
  }
  if (fault.truncated) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 });
    response.write('{"ok":true,"items":[{"id":"cut o');
    return setTimeout(() => request.socket.destroy(), 50);
  }
  const body = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {});
  return answer(response, fault.status, fault.headers ?? {}, Buffer.from(body));
}

// Byte for byte, the Host header too.
function forward(upstream, request, body, response, seen, lost) {
  const onward = http.request(
    { host: '127.0.0.1', port: upstream, method: request.method, path: request.url,
      headers: request.rawHeaders, agent: false },
    (answered) => {
      seen.status = answered.statusCode;
      if (lost) {
        answered.resume();
        drop(request.socket, lost);
        return;
      }
      response.writeHead(answered.statusCode, answered.rawHeaders);
      answered.pipe(response);
    });
  onward.on('error', () => request.socket.destroy());
  onward.end(body);
}

// Listens on `port`; requests go on to `upstream`. `ledger` = {rules: [], seen: []} is the caller's.
export function startProxy(port, upstream, ledger) {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', async () => {
      const body = Buffer.concat(chunks);
      const headers = {};
      for (const [name, value] of Object.entries(request.headers)) headers[name] = value;
      const seen = { at: Date.now(), method: request.method, url: request.url,
        path: pathOf(request.url), headers, body: body.toString() };
      ledger.seen.push(seen);
      const fault = take(ledger.rules, request.method, seen.path);
      if (fault) seen.fault = Object.keys(fault)[0];
      if (fault?.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
      else if (fault && !fault.forwardThen) return act(fault, request, response);
      forward(upstream, request, body, response, seen, fault?.forwardThen);
    });
  });
  server.keepAliveTimeout = 60000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

// POST /faults {service, method, path, times, after, fault}; DELETE /faults: drop faults and
// records; GET /seen?service=NAME: what came, in order.
export function startControl(port, ledgers) {
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const say = (status, value) => answer(response, status, {}, Buffer.from(JSON.stringify(value)));
      const url = new URL(request.url, 'http://loopback');
      try {
        if (request.method === 'POST' && url.pathname === '/faults') {
          const rule = JSON.parse(Buffer.concat(chunks).toString());
          if (!ledgers[rule.service] || !rule.fault) return say(400, { error: 'service, fault' });
          ledgers[rule.service].rules.push({ times: 1, after: 0, ...rule });
          return say(201, {});
        }
        if (request.method === 'DELETE' && url.pathname === '/faults') {
          for (const ledger of Object.values(ledgers)) ledger.rules.length = ledger.seen.length = 0;
          return say(200, {});
        }
        const ledger = ledgers[url.searchParams.get('service')];
        if (url.pathname === '/seen' && ledger) return say(200, ledger.seen);
        return say(404, {});
      } catch (error) {
        return say(400, { error: String(error) });
      }
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

// Makes the Twilio of `emulate` as strict as the real one where a client could otherwise pass by
// luck. Its own code stores and answers; this only
//   - refuses what is no form, bad numbers, empty and long bodies, a bad ValidityPeriod, and phones
//     that have said STOP, with Twilio's codes;
//   - keeps the filters in the addresses of further pages, as Twilio does;
//   - remembers the ErrorCode that the simulator is given with a status, and shows it.
const refusal = (c, code, message) => c.json({ code, message,
  more_info: `https://www.twilio.com/docs/errors/${code}`, status: 400 }, 400);

// [code, message], or null.
function objection(form) {
  const to = form.get('To');
  if (!to) return [21604, "A 'To' phone number is required."];
  if (!/^(whatsapp:)?\+[1-9]\d{1,14}$/.test(to)) {
    return [21211, `The 'To' number ${to} is not a valid phone number.`];
  }
  if (!form.get('Body')) return [21602, 'Message body is required.'];
  if ([...form.get('Body')].length > 1600) {
    return [21617, 'The concatenated message body exceeds the 1600 character limit.'];
  }
  const period = form.get('ValidityPeriod') ?? '36000';
  return /^\d+$/.test(period) && period >= 1 && period <= 36000 ? null
    : [20001, 'ValidityPeriod must be between 1 and 36000.'];
}

// The addresses of other pages, with the filters of this one.
function addressed(page, search) {
  const whole = { ...page };
  for (const name of ['first_page_uri', 'next_page_uri', 'previous_page_uri']) {
    if (!page[name]) continue;
    const [path, query] = page[name].split('?');
    const all = new URLSearchParams(search);
    for (const [key, value] of new URLSearchParams(query)) all.set(key, value);
    whole[name] = `${path}?${all}`;
  }
  return whole;
}

export function prepareTwilio(app) {
  // What emulate itself answers, as JSON: {status, value}.
  const asked = async (c, method, path, body) => {
    const headers = { 'x-inner': '1', authorization: c.req.header('authorization') ?? '' };
    if (body !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
    const answer = await app.request(path, { method, body, headers });
    return { status: answer.status, value: await answer.json() };
  };
  // `handle` in place of emulate, but not when it is we who ask.
  const instead = (method, path, handle) => app.use(path, async (c, next) => {
    if (c.req.method !== method || c.req.header('x-inner')) return next();
    const { pathname, search } = new URL(c.req.url);
    return handle(c, pathname, search);
  });

  const codes = new Map(); // by the sid of a message
  const shown = (one) => ({ ...one, ...(codes.has(one.sid) && { error_code: codes.get(one.sid) }) });

  instead('POST', '/2010-04-01/Accounts/:account/Messages.json', async (c, path) => {
    const body = await c.req.text();
    const isForm = /^application\/x-www-form-urlencoded\b/.test(c.req.header('content-type') ?? '');
    const form = new URLSearchParams(isForm ? body : '');
    const earlier = await asked(c, 'GET', `${path}?PageSize=1000&From=${
      encodeURIComponent(form.get('To') ?? '')}`);
    if (earlier.status !== 200) return c.json(earlier.value, earlier.status); // who are you?
    const why = objection(form);
    if (why) return refusal(c, ...why);
    const last = earlier.value.messages.filter((one) => one.direction === 'inbound')
      .map((one) => one.body.trim().toUpperCase())
      .find((word) => word === 'STOP' || word === 'START');
    if (last === 'STOP') return refusal(c, 21610, 'Attempt to send to unsubscribed recipient');
    const { status, value } = await asked(c, 'POST', path, body);
    return c.json(value, status);
  });
  instead('GET', '/2010-04-01/Accounts/:account/Messages.json', async (c, path, search) => {
    const { status, value } = await asked(c, 'GET', path + search);
    if (status !== 200) return c.json(value, status);
    return c.json({ ...addressed(value, search), messages: value.messages.map(shown) });
  });
  instead('GET', '/2010-04-01/Accounts/:account/Messages/:message', async (c, path) => {
    const { status, value } = await asked(c, 'GET', path);
    return c.json(shown(value), status);
  });
  instead('POST', '/_twilio/simulate/message-status', async (c, path) => {
    const body = await c.req.text();
    const { status, value } = await asked(c, 'POST', path, body);
    const code = new URLSearchParams(body).get('ErrorCode');
    if (status === 200 && code) codes.set(value.sid, Number(code));
    return c.json(shown(value), status);
  });
}

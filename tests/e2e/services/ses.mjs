// SendEmail of Amazon SES v2 with simple content, behind the check of its signature, and an outbox
// to look at. Members and what is required are those of @aws-sdk/client-sesv2 3.1169, the other
// rules those of its documentation. What AWS would pass over, a member that it does not know, is
// refused: a slip of the pen would go unnoticed otherwise.
//   GET /outbox    what was accepted, newest first; not signed
import http from 'node:http';
import { whyRefused } from './aws_signature.mjs';

const text = 'string';
const list = (of) => ({ list: of });
const content = { Data: `${text}!`, Charset: text };
const pair = { Name: `${text}!`, Value: `${text}!` };
const shape = {
  FromEmailAddress: `${text}!`,
  Destination: { ToAddresses: list(text), CcAddresses: list(text), BccAddresses: list(text) },
  ReplyToAddresses: list(text),
  FeedbackForwardingEmailAddress: text,
  ConfigurationSetName: text,
  EmailTags: list(pair),
  Content: {
    Simple: {
      Subject: content,
      Body: { Text: content, Html: content },
      Headers: list(pair),
    },
  },
};

// Why `value` has not the shape `of`, or ''.
function misshaped(value, of, where) {
  if (typeof of === 'string') return typeof value === text ? '' : `${where} is no string`;
  if (of.list) {
    if (!Array.isArray(value)) return `${where} is no list`;
    return value.map((one, i) => misshaped(one, of.list, `${where}[${i}]`)).find(Boolean) ?? '';
  }
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject) return `${where} is no object`;
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(of, name));
  if (unknown) return `${where}.${unknown} is not known`;
  for (const [name, member] of Object.entries(of)) {
    const why = name in value ? misshaped(value[name], member, `${where}.${name}`)
      : typeof member === 'string' && member.endsWith('!') ? `${where}.${name} is missing` : '';
    if (why) return why;
  }
  return '';
}

const plain = (value) => /^[\x20-\x7e]*$/.test(value); // printable ASCII
// addr-spec, or a name (quoted where it holds specials) and <addr-spec>.
const spec = /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z\d-]+\.)+[a-z]{2,}$/i;
const named = /^(?:"(?:[^"\\]|\\.)*" ?|[^"<>@,;:\\()[\]]* )<([^<>]*)>$/;
function bare(value) {
  const address = named.exec(value)?.[1] ?? value;
  return plain(value) && spec.test(address) ? address.toLowerCase() : undefined;
}
const tag = /^[\w-]{1,256}$/;
const header = ({ Name, Value }) => /^[!-9;-~]{1,126}$/.test(Name) && Value !== '' && plain(Value) &&
  Value.length <= 995 && Name.length + Value.length <= 996;
// Without a character set it is 7-bit ASCII.
const readable = ({ Data, Charset }) =>
  Charset === 'UTF-8' || (Charset === undefined && !/[^\0-\x7f]/.test(Data));

// Why SES does not take it: [error, message], or null.
function whyNot(mail, { domains, configurationSets }) {
  const bad = (message) => ['BadRequestException', message];
  const why = misshaped(mail, shape, 'request');
  if (why) return bad(why);
  const { Subject, Body, Headers = [] } = mail.Content?.Simple ?? {};
  if (!Subject || !Body) return bad('Content.Simple with Subject and Body is missing');
  const parts = [Body.Text, Body.Html].filter(Boolean);
  if (parts.length === 0) return bad('Body has neither Text nor Html');
  if (![Subject, ...parts].every(readable)) return bad('Data is not of the character set');
  if (/[\r\n]/.test(Subject.Data) || Subject.Data === '') return bad('Subject is empty or has lines');
  if (Headers.length > 15 || !Headers.every(header)) return bad('Headers');
  const tags = mail.EmailTags ?? [];
  if (!tags.every(({ Name, Value }) => tag.test(Name) && tag.test(Value))) return bad('EmailTags');
  const everybody = Object.values(mail.Destination ?? {}).flat();
  if (everybody.length === 0 || everybody.length > 50) return bad('1 to 50 recipients');
  const wrong = [...everybody, ...(mail.ReplyToAddresses ?? []), mail.FromEmailAddress]
    .find((one) => !bare(one));
  if (wrong !== undefined) return bad(`Illegal address: ${wrong}`);
  const set = mail.ConfigurationSetName;
  if (set !== undefined && !configurationSets.includes(set)) {
    return ['NotFoundException', `Configuration set <${set}> does not exist.`];
  }
  const from = bare(mail.FromEmailAddress);
  return domains.includes(from.split('@')[1]) ? null : ['MessageRejected', 'Email address is not ' +
    `verified. The following identities failed the check in region US-EAST-1: ${from}`];
}

function accepted(mail, MessageId) {
  const { Subject, Body, Headers = [] } = mail.Content.Simple;
  const { ToAddresses: to = [], CcAddresses: cc = [], BccAddresses: bcc = [] } = mail.Destination;
  const byName = (pairs) => Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value]));
  return { MessageId, at: Date.now(), from: mail.FromEmailAddress,
    recipients: [...to, ...cc, ...bcc].map(bare), subject: Subject.Data, text: Body.Text?.Data,
    html: Body.Html?.Data, headers: byName(Headers), tags: byName(mail.EmailTags ?? []) };
}

// {port, region, accounts, domains (verified), configurationSets}
export function startSes(options) {
  const outbox = [];
  const scope = { region: options.region, service: 'ses' };
  const answer = async (request, body) => {
    if (request.method === 'GET' && request.url === '/outbox') return [200, outbox];
    const refused = await whyRefused(request, body, options.accounts, scope);
    if (refused) return [403, { message: refused.message }, refused.name];
    if (request.method !== 'POST' || request.url !== '/v2/email/outbound-emails') {
      return [404, {}, 'UnknownOperationException'];
    }
    let mail;
    try {
      if (request.headers['content-type'] !== 'application/json') throw new Error('Content-Type');
      mail = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    } catch (error) {
      return [400, { message: String(error) }, 'SerializationException'];
    }
    const why = whyNot(mail, options);
    if (why) return [why[0] === 'NotFoundException' ? 404 : 400, { message: why[1] }, why[0]];
    const MessageId = `0100019a-e2e-${String(outbox.length + 1).padStart(6, '0')}-000000`;
    outbox.unshift(accepted(mail, MessageId));
    return [200, { MessageId }];
  };
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', async () => {
      const [status, value, error] = await answer(request, Buffer.concat(chunks));
      const json = Buffer.from(JSON.stringify(value));
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': json.length,
        'x-amzn-requestid': crypto.randomUUID(), ...(error && { 'x-amzn-errortype': error }) });
      response.end(json);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve(server));
  });
}

// Verifies Signature Version 4 of a request whose signature is in its header, by signing it again
// with AWS's own library. Strict where AWS is: the time within five minutes, every x-amz-* header
// signed, names sorted, the body as signed.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

class Sha256 {
  constructor(key) {
    this.hash = key ? createHmac('sha256', key) : createHash('sha256');
  }
  update(data) { this.hash.update(data); }
  async digest() { return new Uint8Array(this.hash.digest()); }
}

const scheme = new RegExp('^AWS4-HMAC-SHA256 Credential=([^,\\s]+), ?SignedHeaders=([^,\\s]+), ?' +
  'Signature=([0-9a-f]{64})$');
const seconds = 1000;
const no = (name, message) => ({ name, message });
const mismatch = (message) => no('InvalidSignatureException', message);

async function signatureOf(request, body, signed, date, account, { region, service }) {
  // Here, not above: a case that sends no e-mail should not wait for it.
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const signer = new SignatureV4({
    region, service, sha256: Sha256, applyChecksum: false,
    credentials: { accessKeyId: account.key, secretAccessKey: account.secret },
  });
  const url = new URL(request.url, 'http://loopback');
  const headers = Object.fromEntries(signed.map((name) => [name, request.headers[name]]));
  const again = await signer.sign(
    { method: request.method, protocol: 'http:', hostname: 'loopback', headers, body,
      path: request.url.split('?')[0], query: Object.fromEntries(url.searchParams) },
    { signingDate: date, signableHeaders: new Set(signed) });
  return scheme.exec(again.headers.authorization)[3];
}

// null, or why AWS refuses: {name, message}. `accounts`: {key, secret, token}, the token only with
// temporary keys.
export async function whyRefused(request, body, accounts, scope) {
  const { authorization, 'x-amz-date': stamp = '', 'x-amz-security-token': token } = request.headers;
  if (!authorization) return no('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const parts = scheme.exec(authorization);
  if (!parts) return no('IncompleteSignatureException', 'The Authorization header is malformed.');
  const [, credential, names, signature] = parts;
  const [key, day, region, service, end] = credential.split('/');
  const account = accounts.find((one) => one.key === key && one.token === token);
  if (!account) {
    return no('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (region !== scope.region || service !== scope.service || end !== 'aws4_request') {
    return mismatch(`Credential should be scoped to ${scope.region}/${scope.service}/aws4_request.`);
  }
  const date = new Date(stamp.replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(date.getTime()) || !stamp.startsWith(day)) {
    return mismatch('X-Amz-Date is missing, malformed or not of the day in the credential.');
  }
  if (Math.abs(Date.now() - date) > 300 * seconds) return mismatch(`Signature expired: ${stamp}`);

  const signed = names.split(';');
  const sorted = [...new Set(signed.map((name) => name.toLowerCase()))].sort().join(';');
  if (names !== sorted || !signed.includes('host')) {
    return mismatch('SignedHeaders must be sorted, lower-case and hold host.');
  }
  const left = Object.keys(request.headers)
    .filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  const absent = signed.filter((name) => request.headers[name] === undefined);
  if (left.length > 0) return mismatch(`There were headers which were not signed: ${left}`);
  if (absent.length > 0) return mismatch(`Signed, but not sent: ${absent}`);
  const hash = request.headers['x-amz-content-sha256'];
  if (hash !== undefined && hash !== createHash('sha256').update(body).digest('hex')) {
    return mismatch('x-amz-content-sha256 is not that of the body.');
  }
  const right = await signatureOf(request, body, signed, date, account, scope);
  return timingSafeEqual(Buffer.from(signature), Buffer.from(right)) ? null : mismatch(
    'The request signature we calculated does not match the signature you provided.');
}

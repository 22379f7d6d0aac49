// A Slack that takes every message and says so after a while:
//   node slow_slack.mjs MILLISECONDS      prints its port, then counts; GET /count tells
import http from 'node:http';

const latency = Number(process.argv[2]);
let posts = 0;
let out = 0;
let most = 0;
const server = http.createServer((request, response) => {
  const answer = (body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  if (request.method === 'GET') return answer(JSON.stringify({ posts, most }));
  request.resume();
  return request.on('end', () => {
    posts += 1;
    out += 1;
    most = Math.max(most, out);
    const ts = `1700000000.${String(posts).padStart(6, '0')}`;
    setTimeout(() => {
      out -= 1;
      answer(JSON.stringify({ ok: true, channel: 'D1', ts, message: { ts } }));
    }, latency);
  });
});
server.keepAliveTimeout = 60000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

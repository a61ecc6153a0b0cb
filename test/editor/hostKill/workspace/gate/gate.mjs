/**
 * Stands before a local platform: `node gate.mjs PLATFORM TOKENFILE RECORD PID`. Once the platform has taken a deployment,
 * it kills PID before that hears of it. It lets anybody in, for nothing of the window but its state outlives that. Prints
 * its URL; RECORD holds what it was asked and what was answered. Ends after three minutes at the latest.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, request as send } from 'node:http';

const [platform, tokenFile, record, pid] = process.argv.slice(2);
const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;
const behind = new URL(platform);
const asked = [];
let isKilled = false;

const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  if (/^\/v1\/?$/.test(url)) {
    const info = await (await fetch(new URL(url, behind))).json();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...info, auth: { type: 'none' } }));
    return;
  }
  const isDeployment = method === 'POST' && /\/deployments$/.test(url);
  const entry = { method, url, key: headers['idempotency-key'], afterKill: isKilled };
  const onward = send(
    new URL(url, behind),
    { method, headers: { ...headers, host: behind.host, authorization } },
    (answer) => {
      entry.status = answer.statusCode;
      asked.push(entry);
      writeFileSync(`${record}.new`, JSON.stringify(asked));
      renameSync(`${record}.new`, record);
      if (isDeployment && !isKilled) {
        isKilled = true;
        answer.resume().on('end', () => process.kill(Number(pid), 'SIGKILL'));
        return;
      }
      response.writeHead(answer.statusCode, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.on('error', () => undefined).on('close', () => onward.destroy());
  request.pipe(onward);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
setTimeout(() => process.exit(), 180_000);

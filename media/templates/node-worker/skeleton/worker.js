import { setTimeout as wait } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { workOnce } from './inbox.js';

const inbox = process.env.INBOX ?? 'inbox';
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

while (!stop.signal.aborted) {
  await workOnce(inbox);
  // The readiness probe looks at how old this is.
  await writeFile(path.join(inbox, '.alive'), String(Date.now()));
  await wait(Number(process.env.POLL_MS ?? 1000), undefined, { signal: stop.signal }).catch(() => undefined);
}

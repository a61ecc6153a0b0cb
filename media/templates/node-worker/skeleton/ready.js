import { readFile } from 'node:fs/promises';
import path from 'node:path';

const longest = 10 * Number(process.env.POLL_MS ?? 1000);
const alive = await readFile(path.join(process.env.INBOX ?? 'inbox', '.alive'), 'utf8').catch(() => '0');
process.exitCode = Date.now() - Number(alive) < longest ? 0 : 1;

import { appendFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** What one run does: change this. Here it counts the runs. */
export async function run(data, now = new Date()) {
  await mkdir(data, { recursive: true });
  const file = path.join(data, 'runs.log');
  await appendFile(file, `${now.toISOString()}\n`);
  const runs = (await readFile(file, 'utf8')).trim().split('\n').length;
  return { runs, at: now.toISOString() };
}

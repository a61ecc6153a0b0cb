/**
 * Starts the servers of the fixture and keeps them until it is interrupted: `node scripts/engines/start.mjs`. It prints
 * one JSON value with where they are and how each is spoken to. `--only kubernetes`, `--only prometheus` and
 * `--only backstage` start no others.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadFixture, root } from './bundle.mjs';
import { provideEngines, whyNoEngines } from './install.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, file: { type: 'string' } } });
const reason = whyNoEngines(values);
if (reason) {
  process.stderr.write(`${reason}\n`);
  process.exit(1);
}
// Interrupted before all run, what runs ends with this process.
let ending;
let running;
const end = () => (ending ??= (running?.stop() ?? Promise.resolve()).then(() => process.exit(0)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

const installed = await provideEngines(values);
const { startEngines } = await loadFixture();
running = await startEngines({ installed, root, only: values.only });
const told = `${JSON.stringify(running.addresses, undefined, 2)}\n`;
if (values.file) writeFileSync(values.file, told, { mode: 0o600 });
process.stdout.write(told);

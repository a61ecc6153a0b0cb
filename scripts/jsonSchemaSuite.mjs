/**
 * Brings the JSON Schema Test Suite, as Debian packages it, into the cache for the unit tests. Where it cannot be
 * fetched the tests that read it are skipped, and say so: this ends well all the same.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { provide, run } from './editor-host/cache.mjs';

const installed = '/usr/share/json-schema-test-suite';

if (!existsSync(installed)) {
  try {
    await provide('json-schema-test-suite', 'the JSON Schema Test Suite', async (folder) => {
      await run('apt-get', ['download', 'json-schema-test-suite'], { cwd: folder });
      const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
      await run('dpkg-deb', ['-x', path.join(folder, file), folder]);
    });
  } catch (error) {
    process.stderr.write(`The JSON Schema Test Suite cannot be had here: ${error.message}\n`);
  }
}

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { backendPackages, readRecording } from './recording.js';

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'test/integration/backstage/recordings');

describe('the recordings of a Backstage', () => {
  const names = readdirSync(folder).map((file) => path.basename(file, '.json'));

  it('are there for the suites that run without a backend', () => {
    const suites = ['catalog', 'faults', 'files', 'gateway', 'scaffolder', 'sonarQube', 'techInsights'];
    assert.deepEqual(names.sort(), [...suites, 'plugins', 'pluginsRoadie'].sort());
  });

  for (const name of names) {
    it(`of "${name}" are of the backend that is pinned now, and hold no secret and no path of a machine`, () => {
      const recording = readRecording(name);
      assert.deepEqual(
        recording.backend,
        backendPackages(),
        'Run npm run test:backstage -- --record, and test:engines with GOLDEN_PATH_BACKSTAGE_RECORD=1.',
      );
      const text = JSON.stringify(recording);
      for (const unwanted of [
        /backstage-test-token/,
        /Bearer /,
        /eyJ[\w-]+\.[\w-]+\./,
        /\/(?:home|root|tmp|Users)\//,
        // 8055 is what the client of Backstage's command line names in its own description.
        /127\.0\.0\.1:(?!8055\b)\d/,
      ]) {
        assert.equal(unwanted.exec(text)?.[0], undefined);
      }
    });
  }
});

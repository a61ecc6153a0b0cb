import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gatewayCommand } from '../../../src/cli/commands/gateway.js';
import { memoryIo } from '../../unit/cli/memoryIo.js';

describe('golden-path gateway --config', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-'));
  });
  after(() => rm(folder, { recursive: true }));

  const refused = (file: string, message: RegExp): Promise<void> =>
    assert.rejects(gatewayCommand.run(['--config', file], memoryIo({ cwd: folder }).io), message);

  it('says what to do with a file that cannot be used', async () => {
    await refused('nope.yaml', /^UserError: There is no file or folder “.*nope\.yaml”\. Correct the path\.$/);
    await refused('.', /^UserError: “.*” cannot be read \(EISDIR\)\. Check its permissions\.$/);
    await writeFile(path.join(folder, 'parts.yaml'), 'catalog: [\n');
    await refused('parts.yaml', /^UserError: “.*parts\.yaml” is neither JSON nor YAML: [^\n]+ Correct it\.$/);
  });
});

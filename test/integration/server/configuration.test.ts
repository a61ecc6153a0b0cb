import assert from 'node:assert/strict';
import { RawClient } from './rawClient.js';

const uri = 'file:///nowhere/a.platform.yaml';
const misspelt =
  'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\nmetadata: { name: a, titel: A }\nspec: {}\n';

describe('settings', function () {
  this.timeout(30_000);
  let client: RawClient;

  beforeEach(() => (client = new RawClient()));
  afterEach(() => client.stop());

  it('are asked for at the start and when they change, by a client that can be asked', async () => {
    let rules: object = { 'schema/unknown-property': 'hint' };
    const registered: string[] = [];
    client.answering['workspace/configuration'] = () => [{ rules }];
    client.answering['client/registerCapability'] = (params) => {
      const { registrations } = params as { registrations: { method: string }[] };
      registered.push(...registrations.map(({ method }) => method));
      return null;
    };
    await client.start({}, [], {
      workspace: {
        workspaceFolders: true,
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
    });
    client.open(uri, misspelt);
    const severityIs =
      (severity: number) =>
      ({ diagnostics }: { diagnostics: readonly object[] }): boolean =>
        diagnostics.some((found) => {
          const { code, severity: own } = found as { code: string; severity: number };
          return code === 'schema/unknown-property' && own === severity;
        });
    await client.notified('textDocument/publishDiagnostics', severityIs(4));
    rules = { 'schema/unknown-property': 'warning' };
    client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.notified('textDocument/publishDiagnostics', severityIs(2));
    assert.ok(registered.includes('workspace/didChangeConfiguration'), registered.join());
    assert.ok(registered.includes('workspace/didChangeWatchedFiles'), registered.join());
  });
});

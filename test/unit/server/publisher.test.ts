import assert from 'node:assert/strict';
import type { Connection, Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../../../src/language/languageService.js';
import { diagnosticsClient } from '../../../src/server/clientDiagnostics.js';
import { Publisher } from '../../../src/server/publisher.js';

/** A publisher of one open document whose checks end when the test says so. */
function start() {
  const document = TextDocument.create('file:///a.score.yaml', 'yaml', 1, 'apiVersion: score.dev/v1b1\n');
  const sent: PublishDiagnosticsParams[] = [];
  const checks: ((diagnostics: Diagnostic[]) => void)[] = [];
  const begun: (() => void)[] = [];
  const nextCheck = (): Promise<void> => new Promise((resolve) => begun.push(resolve));
  const service: Partial<LanguageService> = {
    recognises: () => true,
    sizeNotice: () => [],
    diagnostics: () => {
      begun.shift()?.();
      return new Promise((resolve) => checks.push(resolve));
    },
  };
  const connection: unknown = {
    sendDiagnostics: (params: PublishDiagnosticsParams) => Promise.resolve(sent.push(params)),
    console: { error: (message: string) => sent.push({ uri: message, diagnostics: [] }) },
  };
  const publisher = new Publisher({
    connection: connection as Connection,
    service: service as LanguageService,
    client: diagnosticsClient({}, true),
    documents: { get: () => document, opened: () => [document] },
    onChecked: () => undefined,
  });
  return { publisher, document, sent, checks, nextCheck };
}

describe('the publisher', () => {
  it('says that a new document is clean, though settings came in while it was checked', async () => {
    const { publisher, document, sent, checks, nextCheck } = start();
    const begun = nextCheck();
    publisher.schedule(document);
    await begun;
    const rechecked = publisher.recheck();
    for (const end of checks) end([]);
    await rechecked;
    assert.deepEqual(sent, [{ uri: document.uri, version: 1, diagnostics: [] }]);
    publisher.dispose();
  });
});

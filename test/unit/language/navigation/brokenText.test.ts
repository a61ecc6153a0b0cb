import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../../src/language/languageService.js';
import { RenameRefusal } from '../../../../src/language/navigation/nameRules.js';
import { header } from '../support.js';

const text = `${header}kind: Service
metadata: { name: shop, labels: { a: &x one, b: *x } }
spec:
  workload:
    containers:
      main: { image: ., variables: { A: "\${resources.db.host}" } }
      <<: *x
    resources: { db: { type: postgres } }
  dependsOn: [component:default/shop, *x]
---
apiVersion: score.dev/v1b1
metadata: { name: shop }
containers: { main: { image: . } }
`;
const pieces = fc.constantFrom(
  '*x',
  '&x ',
  '[',
  '}',
  ': ',
  '- ',
  '\n',
  '\n---\n',
  '"',
  '${resources.',
  '\t',
  '|',
  '\uFEFF',
  '<<: ',
  '?',
);

describe('navigation, of text in the middle of typing', function () {
  this.timeout(20_000);

  it('never throws but to say why something is not renamed', async () => {
    const edits = fc.array(fc.record({ at: fc.nat(text.length), cut: fc.nat(12), piece: pieces }), {
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(), async (changes, place) => {
        const broken = changes.reduce(
          (all, { at, cut, piece }) => all.slice(0, at) + piece + all.slice(at + cut),
          text,
        );
        const uri = 'file:///w/a.platform.yaml';
        const service = createLanguageService({ files: { readText: () => Promise.resolve(broken) } });
        const document = TextDocument.create(uri, 'platform-manifest', 1, broken);
        const position = document.positionAt(place % (broken.length + 1));
        const known = service.facts(document);
        await service.definition(document, position, known);
        service.references(document, position, known, true);
        service.highlights(document, position, []);
        service.links(document);
        service.linkedRanges(document, position);
        service.workspaceSymbols('sp', known);
        try {
          service.prepareRename(document, position, known);
          await service.rename(document, position, 'other', known);
        } catch (error) {
          assert.ok(error instanceof RenameRefusal, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import type { ConfigSource } from '../../../../src/model/engine.js';
import { imagesIn } from '../../../../src/platform/gitops/findImages.js';
import { promoteImages } from '../../../../src/platform/gitops/promoteImages.js';

const version = fc.oneof(
  fc.stringMatching(/^v?\d{1,3}\.\d{1,2}(\.\d)?(-rc\.\d)?$/),
  fc.stringMatching(/^[\da-f]{7}$/),
  fc.constantFrom('latest', 'true', '1e3', '2026-01-01', 'no', '0x1f', '1.10'),
);
const comment = fc.constantFrom('', ' # pinned: by hand', '\t# "quoted"');
const quote = fc.constantFrom('"', "'", '');
const eol = fc.constantFrom('\n', '\r\n');
const noise = fc.constantFrom(
  '# äöü 漢字 \u{1f680}',
  'replicas: 3',
  'note: "a: b # c"',
  'list: [a, {b: c}]',
  'text: |\n  image: orders:1\n  - x',
  '',
);

/** A word as somebody may have written it; without quotes only what is read as a word. */
function written(text: string, mark: string): string {
  const isWord = parseAllDocuments(text)[0]?.toJS() === text;
  return mark === '' && !isWord ? `"${text}"` : `${mark}${text}${mark}`;
}

interface Made {
  readonly format: ConfigSource['format'];
  readonly file: string;
  readonly text: string;
}

const entry = fc.record({ tag: version, mark: quote, after: comment });
const kustomization = fc
  .record({
    entries: fc.array(entry, { minLength: 1, maxLength: 4 }),
    before: noise,
    behind: noise,
    indent: fc.constantFrom('', '  '),
    eol,
  })
  .map(({ entries, before, behind, indent, eol: end }): Made => {
    const items = entries.map(
      ({ tag, mark, after }, index) =>
        `${indent}- name: app${index}\n${indent}  newTag: ${written(tag, mark)}${after}`,
    );
    const text = [before, 'images:', ...items, behind, ''].join('\n');
    return { format: 'Kustomize', file: 'envs/prod/kustomization.yaml', text: text.replaceAll('\n', end) };
  });
const values = fc
  .record({ entries: fc.array(entry, { minLength: 1, maxLength: 4 }), before: noise, behind: noise, eol })
  .map(({ entries, before, behind, eol: end }): Made => {
    const items = entries.map(
      ({ tag, mark, after }, index) =>
        `part${index}:\n  image:\n    repository: app${index}\n    tag: ${written(tag, mark)}${after}\n    pullPolicy: Always`,
    );
    const text = [before, ...items, behind, ''].join('\n');
    return { format: 'Helm', file: 'envs/prod/values.yaml', text: text.replaceAll('\n', end) };
  });
const plain = fc
  .record({ entries: fc.array(entry, { minLength: 1, maxLength: 4 }), before: noise, eol })
  .map(({ entries, before, eol: end }): Made => {
    const items = entries.map(
      ({ tag, after }, index) =>
        `kind: Deployment\nspec:\n  containers:\n  - name: a\n    image: app${index}:${tag}${after}\n`,
    );
    return {
      format: 'Directory',
      file: 'envs/prod/all.yaml',
      text: [before, items.join('---\n')].join('\n').replaceAll('\n', end),
    };
  });

describe('A promotion', () => {
  const source = (format: ConfigSource['format'], images: readonly string[]): ConfigSource => ({
    repository: 'https://git.example/config.git',
    branch: 'main',
    path: 'envs/prod',
    format,
    images,
  });

  it('changes the versions that it names and not a character besides', () => {
    fc.assert(
      fc.property(
        fc.oneof(kustomization, values, plain),
        fc.array(version, { minLength: 4, maxLength: 4 }),
        (made, tags) => {
          const images = tags.map((tag, index) => `app${index}:${tag}`);
          const files = new Map([[made.file, made.text]]);
          const to = { source: source(made.format, []), files };
          const edit = promoteImages({ source: source(made.format, images), files: new Map() }, to);
          const after = edit.files.get(made.file) ?? made.text;

          // What it is to say, it says.
          const slots = imagesIn(to.source, new Map([[made.file, after]]));
          const before = imagesIn(to.source, files);
          assert.equal(slots.length, before.length);
          for (const { image } of slots) {
            assert.ok(images.includes(`${image.name}:${image.tag ?? ''}`), after);
          }

          // Line by line: only lines of changed places are others, and those only in their version.
          const [old, now] = [made.text.split('\n'), after.split('\n')];
          assert.equal(now.length, old.length);
          const other = now.filter((line, index) => line !== old[index]);
          assert.ok(other.length <= edit.changes.length);
          const shape = (line: string): string =>
            line.replace(/(newTag: |tag: |image: app\d:)(?:"[^"]*"|'[^']*'|[^\s#]+)/, '$1');
          now.forEach((line, index) => assert.equal(shape(line), shape(old[index] ?? '')));

          // Done again, there is nothing to do.
          const again = promoteImages(
            { source: source(made.format, images), files: new Map() },
            { ...to, files: new Map([[made.file, after]]) },
          );
          assert.equal(again.files.size, 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the files hold', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60 }),
        fc.constantFrom('Kustomize', 'Helm', 'Directory'),
        (text, format) => {
          for (const head of ['', 'images:\n', 'image:\n', 'images:\n- name: app\n']) {
            const files = new Map([
              ['envs/prod/kustomization.yaml', head + text],
              ['envs/prod/values.yaml', head + text],
            ]);
            promoteImages(
              { source: source(format, ['app:1']), files },
              { source: source(format, ['app:0']), files },
            );
          }
        },
      ),
    );
  });
});

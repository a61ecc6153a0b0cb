import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import {
  identityOf,
  type DocumentFacts,
  type Mention,
} from '../../../../src/language/facts/documentFacts.js';
import { createLanguageService } from '../../../../src/language/languageService.js';
import { header } from '../support.js';

const names = fc.constantFrom('alpha', 'beta', 'gamma-2', 'delta', 'x1', 'db', 'main', 'web');
const several = fc.uniqueArray(names, { minLength: 1, maxLength: 3 });
/** The ways to write a name as a scalar. */
const writing = fc.constantFrom<(name: string) => string>(
  (name) => name,
  (name) => `"${name}"`,
  (name) => `'${name}'`,
);
const comment = fc.constantFrom('', ' # alpha db main', '   # "web"');

interface Style {
  readonly write: (name: string) => string;
  readonly end: string;
}
const style: fc.Arbitrary<Style> = fc.record({ write: writing, end: comment });

/** A Score body, indented. */
const body = (pad: string): fc.Arbitrary<string> =>
  fc
    .record({ containers: several, ports: several, resources: several, type: names, style })
    .map(({ containers, ports, resources, type, style: { write, end } }) => {
      const first = resources[0] ?? 'db';
      const lines = [
        'containers:',
        ...containers.flatMap((name) => [
          `  ${write(name)}:${end}`,
          `    image: .`,
          `    variables: { A: "x\${resources.${first}.host}$\${resources.no.x}", B: '\${metadata.name}' }`,
          `    before: { ${write(containers[0] ?? name)}: { ready: started } }`,
          `    livenessProbe: { httpGet: { path: /, port: 80 } }`,
        ]),
        'service:',
        '  ports:',
        ...ports.map((name, index) => `    ${write(name)}: { port: ${80 + index} }${end}`),
        'resources:',
        ...resources.map((name) => `  ${write(name)}: { type: ${write(type)} }${end}`),
      ];
      return lines.map((line) => `${pad}${line}\n`).join('');
    });

const service = fc
  .record({
    name: names,
    other: names,
    environments: several,
    pipeline: names,
    override: names,
    body: body('    '),
    style,
    file: fc.boolean(),
  })
  .map(({ name, other, environments, pipeline, override, body: inline, style: { write, end }, file }) => {
    const keys = environments.map(
      (one) => `    ${write(one)}:${end}\n      overrides: { containers: { ${override}: { image: x } } }\n`,
    );
    return `${header}kind: Service
metadata:
  name: ${write(name)}${end}
spec:
  type: worker
  dependsOn: [component:default/${other}, ${write(name)}, "resource:${other}"]
  delivery: { pipeline: ${write(pipeline)} }
  environments:
${keys.join('')}  workload:${file ? ' { scoreFile: score.yaml }\n' : `\n${inline}`}`;
  });

const score = fc
  .record({ name: names, body: body('') })
  .map(({ name, body: text }) => `apiVersion: score.dev/v1b1\nmetadata: { name: ${name} }\n${text}`);

const platform = fc
  .record({ name: names, environments: several, scorecard: names, type: names, style })
  .map(({ name, environments, scorecard, type, style: { write, end } }) =>
    [
      ...environments.map(
        (one) =>
          `${header}kind: Environment\nmetadata: { name: ${write(one)} }${end}\nspec: { type: test }\n`,
      ),
      `${header}kind: DeliveryPipeline\nmetadata: { name: ${write(name)} }\nspec:\n  stages:\n${environments
        .map(
          (one) =>
            `    - environment: ${write(one)}${end}\n      promotesFrom: [${environments.map(write).join(', ')}]\n      gates: { scorecard: { name: ${write(scorecard)}, minLevel: A } }\n`,
        )
        .join('')}`,
      `${header}kind: Scorecard\nmetadata: { name: ${write(scorecard)} }\nspec: { levels: [A], checks: [] }\n`,
      `${header}kind: ResourceType\nmetadata: { name: ${write(type)} }\nspec: { type: ${write(type)} }${end}\n`,
      `${header}kind: Resource\nmetadata: { name: ${write(name)} }\nspec: { type: ${write(type)} }\n`,
      `${header}kind: FreezeWindow\nmetadata: { name: ${write(name)} }\nspec: { kind: Deny, environments: [${environments.map(write).join(', ')}] }\n`,
    ].join('---\n'),
  );

const workspaces = fc.record({ a: service, score, b: service, platform }).map((texts) => ({
  'file:///w/a/platform.yaml': texts.a,
  'file:///w/a/score.yaml': texts.score,
  'file:///w/b/platform.yaml': texts.b.replace('score.yaml', 'none.yaml'),
  'file:///w/p.platform.yaml': texts.platform,
}));

type Files = Readonly<Record<string, string>>;

function read(files: Files): {
  service: ReturnType<typeof createLanguageService>;
  documents: ReadonlyMap<string, TextDocument>;
  known: readonly DocumentFacts[];
} {
  const service = createLanguageService({ files: { readText: (uri) => Promise.resolve(files[uri]) } });
  const documents = new Map(
    Object.entries(files).map(([uri, text]) => [uri, TextDocument.create(uri, 'yaml', 1, text)]),
  );
  return { service, documents, known: [...documents.values()].flatMap((one) => [...service.facts(one)]) };
}

/** Every mention without its place, with one identity called differently. */
function graph(known: readonly DocumentFacts[], from?: Mention, to = ''): string[] {
  const renamed = from && identityOf(from);
  return known.flatMap(({ uri, index, mentions }) =>
    mentions.map((mention) => {
      const { subject, role, written = 'name' } = mention;
      // Outputs are known by the type that has them.
      const isOfType =
        subject === 'output' && from?.subject === 'resourceType' && mention.scope === from.name;
      const scope = isOfType ? to : mention.scope;
      const name = identityOf(mention) === renamed ? to : mention.name;
      return [uri, index, subject, scope, role, written, name].join(' ');
    }),
  );
}

async function renamed(files: Files, uri: string, mention: Mention, to: string): Promise<Files> {
  const { service, documents, known } = read(files);
  const edits = await service.rename(documents.get(uri)!, mention.range.start, to, known);
  const changed = edits.map((file) => [
    file.uri,
    TextDocument.applyEdits(documents.get(file.uri)!, file.edits as TextEdit[]),
  ]);
  return { ...files, ...(Object.fromEntries(changed) as Files) };
}

describe('rename, of anything in any workspace', function () {
  this.timeout(20_000);

  it('gives the same graph with the name replaced, and back again the same text', async () => {
    await fc.assert(
      fc.asyncProperty(workspaces, fc.nat(), async (files, choice) => {
        const { known } = read(files);
        const defined = known.flatMap((facts) =>
          facts.mentions
            .filter(({ role, written }) => role === 'definition' && !written)
            .map((mention) => ({ facts, mention })),
        );
        const { facts, mention } = defined[choice % defined.length]!;
        const after = await renamed(files, facts.uri, mention, 'new-name');
        const again = read(after).known;
        assert.deepEqual(graph(again), graph(known, mention, 'new-name'));
        const back = again
          .find(({ uri, index }) => uri === facts.uri && index === facts.index)!
          .mentions.find(
            ({ subject, role, name }) =>
              subject === mention.subject && role === 'definition' && name === 'new-name',
          )!;
        assert.deepEqual(await renamed(after, facts.uri, back, mention.name), files);
      }),
      { numRuns: 60 },
    );
  });
});

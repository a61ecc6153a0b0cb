import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { manifestText } from '../../../../src/language/convert/render/manifestText.js';
import type { RenderOptions } from '../../../../src/language/convert/render/rendered.js';
import { renderService, type Rendering } from '../../../../src/language/convert/render/renderService.js';
import { findings } from '../support.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const folder = path.join(root, 'test/fixtures/render');

type Plain = Readonly<Record<string, unknown>>;

/** What the golden file of a case holds: the objects, and below them what is told. */
function goldenText({ objects, notes }: Rendering): string {
  const told = notes.map(({ path: at, severity, reason }) => `# ${severity} /${at.join('/')}: ${reason}\n`);
  return `${manifestText(objects)}${told.length > 0 ? '---\n' : ''}${told.join('')}`;
}

/** Cases are files of Services: their first lines, as comments, hold the options. */
function optionsOf(text: string): RenderOptions[] {
  return [...text.matchAll(/^# render (\{.*\})$/gm)].map(([, json]) => JSON.parse(json!) as RenderOptions);
}

describe('rendering a Service', () => {
  const cases = readdirSync(folder).filter((name) => name.endsWith('.platform.yaml'));
  for (const name of cases) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    for (const [index, options] of optionsOf(text).entries()) {
      it(`gives of ${name} with ${JSON.stringify(options)} what its golden file holds`, async () => {
        assert.deepEqual(
          (await findings(text)).filter((line) => line.includes('error')),
          [],
        );
        const golden = path.join(folder, name.replace('.platform.yaml', `.${index + 1}.golden.yaml`));
        const made = goldenText(renderService(parse(text) as Plain, options));
        if (process.env['GOLDEN_PATH_UPDATE'] !== undefined) writeFileSync(golden, made);
        assert.equal(made, readFileSync(golden, 'utf8'));
      });
    }
  }
});

import type { Hover } from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import type { YamlDocument } from '../documents/yamlDocument.js';
import { describe } from '../features/words.js';
import { readingAt } from '../templating/readingAt.js';
import type { Reading } from '../templating/readings.js';
import { templateAround } from '../templating/templateAround.js';
import { templateSteps } from '../templating/steps.js';
import { asMap } from '../documents/yamlDocument.js';

/** What an expression of a scaffolder template reads at an offset of the file. */
export function expressionHover({ source, documents, extent }: ManifestFile, at: number): Hover | undefined {
  const placed = documents.findLast(({ offset }) => offset <= at);
  if (extent !== 'full' || !placed) return undefined;
  const { document, offset } = placed;
  const reading = readingAt(document, at - offset);
  const value = reading && wordsOf(document, reading);
  if (!reading || value === undefined) return undefined;
  const { start, end } = reading.span;
  return {
    contents: { kind: 'markdown', value },
    range: { start: source.positionAt(start + offset), end: source.positionAt(end + offset) },
  };
}

function wordsOf(document: YamlDocument, { of, name, span }: Reading): string | undefined {
  if (of === 'parameters') {
    const schema = templateAround(document, span.start)?.named.get(name);
    return schema && (describe(name, [schema]) ?? `**${name}**`);
  }
  const steps = templateSteps(asMap(document.map?.['spec'])?.['steps']);
  const step = steps.find(({ id }) => id === name);
  if (!step) return undefined;
  const title = step.name === undefined ? `**${name}**` : `**${name}** — ${step.name}`;
  return step.action === undefined ? title : `${title}\n\n- ${t('Action: {0}', `\`${step.action}\``)}`;
}

import { isMap, type YAMLMap } from 'yaml';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { t } from '../../../base/l10n.js';
import { containedUri } from '../../documents/uris.js';
import { keyOf } from '../../documents/plainValue.js';
import { asMap, parseYaml, type YamlDocument } from '../../documents/yamlDocument.js';
import { entriesOf, isFlow, keepsBlankLines, type Entry } from '../../edits/extent.js';
import { holderAt } from '../../edits/holder.js';
import { columnOf, lineEnd, reindented } from '../../edits/lines.js';
import { isTied } from '../../edits/names.js';
import { styleOf } from '../../edits/style.js';
import { scoreApiVersion } from '../../kinds/kinds.js';
import { textEdits } from '../action.js';
import { valueAt } from '../fixes/missing.js';
import { isReadable, isOnWorkload, workloadPath, type CursorSite, type Refactoring } from './refactoring.js';

const carried = ['containers', 'service', 'resources'];

/** The Score file of a Service into the manifest, comments and all; the file is removed after the editor has asked. */
export const inlineScore: Refactoring = {
  kind: 'refactor.inline',
  id: 'inlineScore',
  propose: async (site) => {
    const { kind, holder, document, scene } = site;
    if (kind?.name !== 'Service' || !isOnWorkload(holder.path) || !isReadable(document)) {
      return [];
    }
    const named = valueAt(document.value, [...workloadPath, 'scoreFile']);
    const uri = typeof named === 'string' ? containedUri(scene.source.uri, named) : undefined;
    const text = uri === undefined ? undefined : await scene.ports.files.readText(uri).catch(() => undefined);
    if (uri === undefined || text === undefined) return [];
    const title = t('Write the workload of {0} in here', String(named));
    const isInFlow = holderAt(document, workloadPath)?.isInFlow;
    const body = isInFlow ? t('“workload” stands in braces. Write “spec” as a block first.') : bodyOf(text);
    if (typeof body === 'string') return [{ title, refusal: body }];
    return [{ title, edit: () => Promise.resolve(edit(site, uri, body)) }];
  },
};

interface ScoreBody {
  readonly document: YamlDocument;
  /** Of what is carried over, in the order of the file. */
  readonly entries: readonly Entry[];
}

/** What a Service can hold of a Score file; in words why that would not be all. */
function bodyOf(text: string): ScoreBody | string {
  const [document, ...others] = parseYaml(text) ?? [];
  const root = document?.root;
  if (!document || others.length > 0 || !isMap(root) || !isReadable(document) || isFlow(root)) {
    return t('The Score file cannot be read as one map in block style.');
  }
  if (document.map?.['apiVersion'] !== scoreApiVersion) {
    return t('The Score file has another version than {0}.', scoreApiVersion);
  }
  if (isTied(root)) return t('Anchors and aliases cannot be moved to another file.');
  const lost = lostKey(document);
  if (lost !== undefined) return t('A Service has no place for “{0}” of the Score file.', lost);
  const entries = entriesOf(document.text, root)?.filter((_, index) => carried.includes(nameAt(root, index)));
  if (!entries || entries.length === 0 || keepsBlankLines(text, root)) {
    return t('The Score file has no workload that can be moved.');
  }
  return { document, entries };
}

function nameAt(map: YAMLMap, index: number): string {
  return keyOf(map.items[index]?.key) ?? '';
}

function lostKey({ map = {} }: YamlDocument): string | undefined {
  const top = Object.keys(map).find((key) => !['apiVersion', 'metadata', ...carried].includes(key));
  return top ?? Object.keys(asMap(map['metadata']) ?? {}).find((key) => key !== 'name');
}

function edit(site: CursorSite, uri: string, body: ScoreBody): WorkspaceEdit | undefined {
  const { document, scene } = site;
  const { text } = document;
  const workload = holderAt(document, workloadPath);
  const reference = holderAt(document, [...workloadPath, 'scoreFile']);
  if (!workload || !reference || !isMap(workload.node)) return undefined;
  const [entry] = entriesOf(text, workload.node) ?? [];
  const start = workload.node.range?.[0] ?? 0;
  const style = styleOf(document);
  const map = workload.map;
  const base = columnOf(text, map?.range?.[0] ?? 0);
  const column = isFlow(workload.node) ? base + style.step : columnOf(text, start);
  const above = entry && !isFlow(workload.node) ? commentsIn(text.slice(entry.at, entry.end)) : [];
  const lines = bodyText(body, above, column, style.lineBreak);
  const flowEnd = workload.node.range?.[1] ?? start;
  const rest = lineEnd(text, flowEnd);
  const change = isFlow(workload.node)
    ? {
        start: text.lastIndexOf(':', start) + 1,
        end: rest,
        text: text.slice(flowEnd, rest) + style.lineBreak + ' '.repeat(column) + lines,
      }
    : { start: entry?.at ?? start, end: entry?.end ?? start, text: lines };
  const own = { uri: scene.source.uri, edits: textEdits(site, scene.source, [change]) };
  // Whoever cannot remove a file may not know this form of an edit at all.
  if (!scene.query.client?.deletesFiles) return { changes: { [own.uri]: own.edits } };
  return {
    documentChanges: [
      { textDocument: { uri: own.uri, version: null }, edits: own.edits },
      { kind: 'delete', uri, annotationId: 'delete' },
    ],
    changeAnnotations: {
      delete: {
        label: t('Remove the Score file'),
        needsConfirmation: true,
        description: t('Its workload is in the manifest now.'),
      },
    },
  };
}

/** The first line without indentation, the others with that of the manifest. */
function bodyText(
  { document, entries }: ScoreBody,
  above: readonly string[],
  column: number,
  lineBreak: string,
): string {
  const { text } = document;
  const parts = entries.flatMap(({ lead, end }, index) => [
    ...commentsIn(text.slice(entries[index - 1]?.end ?? 0, lead)),
    text.slice(lead, end),
  ]);
  parts.push(...commentsIn(text.slice(entries.at(-1)?.end)));
  const [first = '', ...rest] = [...above, ...parts].map((part) =>
    reindented(part, 0, column).replace(/\r?\n/g, lineBreak),
  );
  return [first, ...rest.map((part) => ' '.repeat(column) + part)].join(lineBreak);
}

/** The comments of what is not carried over, but for the one that names the schema of Score. */
function commentsIn(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, comment] = /(?:^|\s)(#.*)$/.exec(line.replace(/"[^"]*"|'[^']*'/g, '')) ?? [];
    return comment === undefined || comment.startsWith('# yaml-language-server') ? [] : [comment];
  });
}

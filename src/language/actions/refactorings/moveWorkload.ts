import { isMap, type Node, type Pair, type YAMLMap } from 'yaml';
import { t } from '../../../base/l10n.js';
import { folderOf } from '../../documents/uris.js';
import { asMap } from '../../documents/yamlDocument.js';
import { replaceText } from '../../edits/replaceValue.js';
import { bodyExtent } from '../../edits/body.js';
import { entriesOf, isFlow } from '../../edits/extent.js';
import { holderAt, type Holder } from '../../edits/holder.js';
import { columnOf, lineBreakOf, reindented } from '../../edits/lines.js';
import { hasComments, isTagged, isTied } from '../../edits/names.js';
import { pairsText, styleOf } from '../../edits/style.js';
import { scoreApiVersion } from '../../kinds/kinds.js';
import { textEdits, type Proposal } from '../action.js';
import { isReadable, isOnWorkload, workloadPath, type CursorSite, type Refactoring } from './refactoring.js';
import { refusalWords } from './sortMap.js';

const scoreName = 'score.yaml';

/** The inline workload of a Service into a Score file beside it, word for word, comments and all. */
export const moveWorkload: Refactoring = {
  kind: 'refactor.move',
  id: 'moveWorkload',
  propose: async (site) => {
    const { kind, document, holder, scene } = site;
    if (kind?.name !== 'Service' || !isOnWorkload(holder.path) || !isReadable(document)) {
      return [];
    }
    const workload = holderAt(document, workloadPath);
    const body = workload?.node;
    if (
      !workload ||
      !isMap(body) ||
      body.items.length === 0 ||
      holderAt(document, [...workloadPath, 'scoreFile'])
    ) {
      return [];
    }
    const title = t('Move the workload to {0}', scoreName);
    if (scene.query.client?.createsFiles !== true) return [];
    const uri = `${folderOf(scene.source.uri)}/${scoreName}`;
    const refusal = await refusalOf(site, body, uri);
    return [
      refusal === undefined
        ? { title, edit: () => Promise.resolve(edit(site, workload, body, uri)) }
        : { title, refusal },
    ];
  },
};

async function refusalOf(
  { scene, document }: CursorSite,
  body: YAMLMap,
  uri: string,
): Promise<string | undefined> {
  if (isTied(body)) return t('Anchors and aliases cannot be moved to another file.');
  if (entriesOf(document.text, body) === undefined) return t('Its keys are written with question marks.');
  if (isFlow(body) && (hasComments(document.text, body) || isTagged(body))) {
    return refusalWords('layout');
  }
  const there = await scene.ports.files.readText(uri).catch(() => '');
  return there === undefined ? undefined : t('There is a {0} beside this manifest already.', scoreName);
}

function edit(
  site: CursorSite,
  workload: Holder,
  body: YAMLMap,
  uri: string,
): Awaited<ReturnType<NonNullable<Proposal['edit']>>> {
  const { document, scene } = site;
  const change = replaceText(document, workload, `scoreFile: ${scoreName}`);
  if (!change) return undefined;
  const { source } = scene;
  const start = { line: 0, character: 0 };
  const placed = isFlow(body)
    ? { ...change, text: `{ scoreFile: ${scoreName} }` }
    : keepPlace(site, workload, body);
  return {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: false } },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: scoreText(site, workload, body) }],
      },
      { textDocument: { uri: source.uri, version: null }, edits: textEdits(site, source, [placed]) },
    ],
  };
}

/** The reference stands where the body began. */
function keepPlace(
  { document }: CursorSite,
  workload: Holder,
  body: YAMLMap,
): { start: number; end: number; text: string } {
  return { ...bodyExtent(document.text, workload, body), text: `scoreFile: ${scoreName}` };
}

function scoreText(site: CursorSite, workload: Holder, body: YAMLMap): string {
  const { document } = site;
  const { text } = document;
  const style = styleOf(document);
  const name = asMap(document.map?.['metadata'])?.['name'];
  const head = pairsText(
    { apiVersion: scoreApiVersion, metadata: { name: typeof name === 'string' ? name : '' } },
    0,
    style,
  );
  return `${head}${style.lineBreak}${bodyText(text, workload, body)}${lineBreakOf(text)}`;
}

function bodyText(text: string, workload: Holder, body: YAMLMap): string {
  if (isFlow(body)) {
    return body.items
      .map(({ key, value }: Pair) => `${slice(text, key as Node)}: ${slice(text, value as Node | null)}`)
      .join(lineBreakOf(text));
  }
  const { start, end } = bodyExtent(text, workload, body);
  return reindented(text.slice(start, end), columnOf(text, body.range?.[0] ?? 0), 0);
}

function slice(text: string, node: Node | null): string {
  return node?.range ? text.slice(node.range[0], node.range[1]) : '';
}

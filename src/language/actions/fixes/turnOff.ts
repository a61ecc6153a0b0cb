import { TextDocument } from 'vscode-languageserver-textdocument';
import type { WorkspaceEdit } from 'vscode-languageserver-types';
import { t } from '../../../base/l10n.js';
import { folderOf } from '../../documents/uris.js';
import { parseYaml } from '../../documents/yamlDocument.js';
import { addKeys } from '../../edits/addKeys.js';
import { holderAt, rootHolder } from '../../edits/holder.js';
import { replaceValue } from '../../edits/replaceValue.js';
import { foldersUp } from '../../services/catalogOwner.js';
import type { Scene } from '../scene.js';
import type { Fix } from './fix.js';
import { isRule } from './suppress.js';

const configName = 'golden-path.yaml';

/** Switches a rule off for everything that the team's settings file is about; makes the file where there is none. */
export const turnOffRule: Fix = async ({ scene, finding }) => {
  const rule = String(finding.code);
  if (!isRule(rule)) return [];
  const edit = await editOf(scene, rule);
  return edit
    ? [{ title: t('Turn {0} off in {1}', rule, configName), edit: () => Promise.resolve(edit) }]
    : [];
};

async function editOf(scene: Scene, rule: string): Promise<WorkspaceEdit | undefined> {
  const { query, source, ports } = scene;
  const roots = query.workspaceRoots ?? [];
  if (!roots.some((root) => source.uri.startsWith(`${root.replace(/\/$/, '')}/`))) return undefined;
  const folders = foldersUp(folderOf(source.uri), roots);
  for (const folder of folders) {
    const uri = `${folder}/${configName}`;
    const text = await ports.files.readText(uri).catch(() => undefined);
    if (text !== undefined) return changeFile(uri, text, rule);
  }
  return query.client?.createsFiles === true
    ? createFile(`${folders.at(-1) ?? ''}/${configName}`, rule)
    : undefined;
}

function changeFile(uri: string, text: string, rule: string): WorkspaceEdit | undefined {
  const [document, ...others] = parseYaml(text) ?? [];
  if (document?.tree.errors.length !== 0 || others.length > 0) return undefined;
  const at = holderAt(document, ['rules', rule]);
  const rules = holderAt(document, ['rules']);
  const isEmpty = document.root === null;
  const change = isEmpty
    ? { start: text.length, end: text.length, text: `rules:\n  ${rule}: "off"\n` }
    : at
      ? replaceValue(document, at, 'off')
      : rules
        ? addKeys(document, rules, { values: { [rule]: 'off' } })
        : addKeys(document, rootHolder(document), { values: { rules: { [rule]: 'off' } } });
  if (!change) return undefined;
  const source = TextDocument.create(uri, 'yaml', 0, text);
  const range = { start: source.positionAt(change.start), end: source.positionAt(change.end) };
  return { changes: { [uri]: [{ range, newText: change.text }] } };
}

function createFile(uri: string, rule: string): WorkspaceEdit {
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: 'create', uri, options: { ignoreIfExists: true } },
      {
        textDocument: { uri, version: null },
        edits: [{ range: { start, end: start }, newText: `rules:\n  ${rule}: "off"\n` }],
      },
    ],
  };
}

import { t } from '../../../base/l10n.js';
import type { Reader } from '../reader.js';
import type { Head } from './head.js';
import type { Outputs } from './outputs.js';
import { filled, type RenderedObject, type RenderOptions } from './rendered.js';
import { targets } from './targets.js';

/** What a container finds at paths: its mounts, and the volumes of the pod that they are of. */
export interface Mounts {
  readonly mounts: readonly object[];
  readonly volumes: readonly { readonly name: string }[];
  readonly objects: readonly RenderedObject[];
}

interface FileEntry {
  readonly target: string;
  readonly key: string;
  readonly mode?: number;
  readonly text?: string;
  readonly binary?: string;
}

/** The files of a container: a ConfigMap that holds them, each mounted at its path. */
export function filesOf(
  containerName: string,
  volume: string,
  container: Reader,
  {
    head,
    outputs,
    sources = {},
  }: { readonly head: Head; readonly outputs: Outputs; readonly sources: RenderOptions['files'] },
): Mounts {
  const keys = new Set<string>();
  const files = targets(container, 'files').flatMap(([target, reader]): FileEntry[] => {
    const mode = reader.text('mode');
    const binary = reader.text('binaryContent');
    const text = binary === undefined ? textOf(reader, outputs, sources) : undefined;
    if (binary === undefined && text === undefined) return [];
    let key = target.replace(/^\/+/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-') || 'file';
    while (keys.has(key)) key += '-';
    keys.add(key);
    const parsed = mode === undefined ? {} : { mode: Number.parseInt(mode, 8) };
    return [{ target, key, ...parsed, ...(binary === undefined ? { text: text ?? '' } : { binary }) }];
  });
  if (files.length === 0) return { mounts: [], volumes: [], objects: [] };
  const name = `${head.name}-${containerName}-files`;
  const items = files.map(({ key, mode }) => ({ key, path: key, ...(mode !== undefined && { mode }) }));
  const hasMode = files.some(({ mode }) => mode !== undefined);
  const data = (part: 'text' | 'binary'): object =>
    Object.fromEntries(
      files.flatMap(({ key, [part]: content }) => (content === undefined ? [] : [[key, content]])),
    );
  return {
    mounts: files.map(({ target, key }) => ({
      name: volume,
      mountPath: target,
      subPath: key,
      readOnly: true,
    })),
    volumes: [{ name: volume, ...{ configMap: { name, ...(hasMode && { items }) } } }],
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: head.named(name),
        ...filled('data', data('text')),
        ...filled('binaryData', data('binary')),
      },
    ],
  };
}

/** The text of a file, its placeholders filled; nothing, with a note, where that cannot be known now. */
function textOf(
  reader: Reader,
  outputs: Outputs,
  sources: Readonly<Record<string, string>>,
): string | undefined {
  const source = reader.text('source');
  const content = source === undefined ? reader.text('content') : sources[source];
  if (source !== undefined && content === undefined) {
    reader.note(t('The file {0} cannot be read; it is left out.', source));
    return undefined;
  }
  if (reader.take('noExpand') === true) return content ?? '';
  const text = outputs.plain(content ?? '');
  if (text === undefined) {
    reader.note(
      t(
        'It holds what only the platform knows when it runs, and no ConfigMap may hold a secret: it is left out. Use variables.',
      ),
    );
  }
  return text;
}

import { t } from '../../base/l10n.js';
import { nearest } from '../../base/nearest.js';
import { PlatformError } from '../../model/errors.js';
import type { LiveNames } from '../../model/liveNames.js';
import type { CallOptions } from '../../model/platform.js';
import type { FieldError } from '../../model/problem.js';
import type { Catalog } from './catalog.js';
import { fullRef, readRef } from './entityRef.js';
import { isObject, objectAt, objectsAt, textAt, type Json } from './json.js';
import { referencesOf, type Reference } from './references.js';

/** What is checked: an entity of the catalogue or a template of the scaffolder. Others are none of Backstage's. */
const ours = /^(?:scaffolder\.)?backstage\.io\//;
const mostNames = 500;

/**
 * What a Backstage finds in a document: whether it would be taken in, names that its catalogue does not have, and
 * actions that are not installed. Rejects as the calls do.
 */
export async function checkEntity(
  { catalog, names }: { readonly catalog: Catalog; readonly names: LiveNames },
  value: unknown,
  call?: CallOptions,
): Promise<readonly FieldError[]> {
  if (!isObject(value) || !ours.test(textAt(value, 'apiVersion') ?? '')) return [];
  const [refused, unknownRefs, unknownActions] = await Promise.all([
    refusals(catalog, value, call),
    missing(catalog, referencesOf(value), call),
    missingActions(names, value),
  ]);
  return [...refused, ...unknownRefs, ...unknownActions];
}

async function refusals(catalog: Catalog, entity: Json, call?: CallOptions): Promise<readonly FieldError[]> {
  try {
    await catalog.validate(entity, call);
    return [];
  } catch (error) {
    const errors = PlatformError.is(error, 'invalid-request') ? error.problem?.errors : undefined;
    if (!errors) throw error;
    return errors.map(({ detail }) => ({ ...placed(detail), severity: 'Error' }));
  }
}

/** A refusal names its field in words: `"metadata.name" is not valid; …` or `/spec must have required property …`. */
function placed(detail: string): Pick<FieldError, 'pointer' | 'detail'> {
  const reason = detail.split('; caused by Error: ').at(-1) ?? detail;
  const short = reason.split(' To learn more about')[0] ?? reason;
  const [, dotted] = /^"([\w.]+)" is not valid/.exec(short) ?? [];
  const [, pointer = ''] = /^(?:.*?: )?(\/[\w/~-]+) /.exec(short) ?? [];
  return { pointer: dotted === undefined ? pointer : `/${dotted.replaceAll('.', '/')}`, detail: short };
}

async function missing(
  catalog: Catalog,
  references: readonly Reference[],
  call?: CallOptions,
): Promise<readonly FieldError[]> {
  if (references.length === 0) return [];
  const refs = [...new Set(references.map(({ ref }) => ref))];
  const found = await catalog.byRefs(refs, ['kind', 'metadata.name', 'metadata.namespace'], call);
  const there = new Set(found.map((entity) => fullRef(entity).toLowerCase()));
  const unknown = references.filter(({ ref }) => !there.has(ref.toLowerCase()));
  return Promise.all(unknown.map((reference) => unknownHint(catalog, reference, call)));
}

async function unknownHint(
  catalog: Catalog,
  { pointer, text, ref }: Reference,
  call?: CallOptions,
): Promise<FieldError> {
  const meant = await meantRef(catalog, ref, call);
  const isOwner = pointer === '/spec/owner';
  return {
    pointer,
    severity: 'Hint',
    ...(isOwner && { code: 'reference/unknown-owner' }),
    detail:
      meant === undefined
        ? t('The catalogue has no “{0}”. Correct the name, or register what it means.', text)
        : t('The catalogue has no “{0}”. Did you mean “{1}”?', text, shortened(meant, text)),
  };
}

/** The entity of the same kind whose name is nearest: among those that hold one half of the name, which a slip leaves. */
async function meantRef(catalog: Catalog, ref: string, call?: CallOptions): Promise<string | undefined> {
  const wanted = readRef(ref, '');
  if (!wanted) return undefined;
  const { kind, name } = wanted;
  const half = Math.ceil(name.length / 2);
  const parts = [name.slice(0, half), name.slice(half)].filter((part) => part.length > 1);
  const kinds = kind === 'group' || kind === 'user' ? ['group', 'user'] : [kind];
  const fields = ['kind', 'metadata.name', 'metadata.namespace'];
  const pages = await Promise.all(
    [undefined, ...parts].map((text) =>
      catalog.list(
        kinds.map((each) => ({ kind: each })),
        fields,
        fullRef,
        { pageSize: mostNames, ...(text !== undefined && { text }) },
        call,
      ),
    ),
  );
  const refs = pages.flatMap(({ items }) => items);
  const byName = new Map(refs.map((each) => [each.slice(each.lastIndexOf('/') + 1), each]));
  const meant = nearest(name, byName.keys());
  return meant === undefined ? undefined : byName.get(meant);
}

/** As short as the text that it stands for. */
function shortened(ref: string, like: string): string {
  const [, kind = '', path = ref] = /^([^:]+):(.+)$/.exec(ref) ?? [];
  const plain = path.startsWith('default/') && !like.includes('/') ? path.slice('default/'.length) : path;
  return like.includes(':') ? `${kind}:${plain}` : plain;
}

async function missingActions(names: LiveNames, template: Json): Promise<readonly FieldError[]> {
  const steps = objectsAt(objectAt(template, 'spec'), 'steps');
  if (!textAt(template, 'apiVersion')?.startsWith('scaffolder.') || steps.length === 0) return [];
  const installed = await names.query({ kind: 'action', limit: 10_000 });
  if (!installed?.isLive) return [];
  const known = installed.entries.map(({ name }) => name);
  return steps.flatMap((step, index): FieldError[] => {
    const action = textAt(step, 'action');
    if (action === undefined || action.includes('${{') || known.includes(action)) return [];
    const meant = nearest(action, known);
    const detail =
      meant === undefined
        ? t('The action “{0}” is not installed there. Use another, or ask the team to install it.', action)
        : t('The action “{0}” is not installed there. Did you mean “{1}”?', action, meant);
    return [{ pointer: `/spec/steps/${index}/action`, severity: 'Warning', detail }];
  });
}

import { t } from '../../base/l10n.js';
import { problemOf } from '../../contract/problem.js';
import type { Problem } from '../../model/problem.js';
import { isObject } from '../json.js';
import { fieldManager } from './objects.js';

/** The problem in a `Status` with which an API server refuses. */
export function statusProblem(body: unknown): Problem | undefined {
  if (!isObject(body) || body['kind'] !== 'Status' || typeof body['code'] !== 'number') return undefined;
  const { code, message, reason, details } = body;
  const detail = typeof message === 'string' && message !== '' ? { detail: message } : {};
  const causes =
    isObject(details) && Array.isArray(details['causes']) ? details['causes'].filter(isObject) : [];
  if (code === 409) return conflict(causes, detail);
  if (code === 422) {
    const errors = causes.map((cause) => ({
      pointer: pointerOf(cause['field']),
      detail: text(cause['message']),
    }));
    return problemOf('invalid-request', { ...detail, errors });
  }
  return { type: 'about:blank', title: text(reason) || 'Refused', status: code, ...detail };
}

/** Fields that somebody else manages are never taken from them; any other conflict is a change in between. */
function conflict(
  causes: readonly Readonly<Record<string, unknown>>[],
  detail: { detail?: string },
): Problem {
  const all = causes.filter(({ reason }) => reason === 'FieldManagerConflict');
  if (all.length === 0) return problemOf('stale-basis', detail);
  // What was written from here by another way than applying is no one else's.
  const foreign = all.filter((cause) => managerOf(cause) !== fieldManager);
  const fields = foreign.length > 0 ? foreign : all;
  const managers = fields.map(managerOf);
  const name = [...new Set(managers)].join(', ');
  const message = t(
    '{0} manages {1} there, and it is not taken from it. Make the change where {0} gets it from.',
    name,
    fields.map(({ field }) => text(field)).join(', '),
  );
  return problemOf('blocked', {
    detail: message,
    blockedBy: { reason: 'FieldManagerConflict', name, message },
    errors: fields.map(({ field }, index) => ({ pointer: text(field), detail: managers[index] ?? name })),
    remediation: { text: t('Ask who runs it.') },
  });
}

function managerOf({ message }: Readonly<Record<string, unknown>>): string {
  return /"([^"]+)"/.exec(text(message))?.[1] ?? text(message);
}

/** `spec.containers[0].image` as a JSON Pointer. */
function pointerOf(field: unknown): string {
  const parts = text(field).match(/[^.[\]]+/g) ?? [];
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

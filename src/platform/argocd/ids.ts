import { problemOf, refusalError } from '../../contract/problem.js';
import { t } from '../../base/l10n.js';
import type { PlatformError } from '../../model/errors.js';
import type { Application } from './application.js';

type Ref = Pick<Application, 'namespace' | 'name'>;

/** Id of an operation: its Application and when it began, or the key with which it was asked for. Argo CD gives it none. */
export function operationIdOf({ namespace, name }: Ref, mark: string): string {
  return `${namespace}.${name}.${mark.replace(/[^\w]+/g, '')}`;
}

/** Id of the operation that an Application is at, or was at last; `undefined` where there never was one. */
export function currentOperationId(app: Application): string | undefined {
  const mark = app.run ? (app.run.key ?? app.run.startedAt) : app.asked && (app.asked.key ?? 'asked');
  return mark === undefined ? undefined : operationIdOf(app, mark);
}

/** Id of a deployment: its Application and the number of the entry in the history. */
export function deploymentIdOf({ namespace, name }: Ref, entry: string): string {
  return `${namespace}.${name}.${entry}`;
}

/** The parts of an id; a namespace has no dot in it, nor has a mark. Throws `PlatformError` `not-found`. */
export function readId(id: string): { readonly key: string; readonly mark: string } {
  const [, namespace = '', name = '', mark = ''] = /^([^./]*)\.([^/]+)\.([^./]+)$/.exec(id) ?? [];
  if (mark === '') throw missing(t('"{0}" is no id of Argo CD.', id.slice(0, 200)));
  return { key: `${namespace}/${name}`, mark };
}

export function missing(detail: string): PlatformError {
  return refusalError(404, problemOf('not-found', { detail }), undefined);
}

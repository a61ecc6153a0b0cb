import type { Call } from '../http/call.js';
import { isObject, type Json } from '../json.js';
import { PlatformError } from '../../model/errors.js';
import { t } from '../../base/l10n.js';
import type { Application } from './application.js';

type Search = Readonly<Record<string, string | number | boolean | undefined>>;
/** What tells an Application apart. */
export type AppRef = Pick<Application, 'name' | 'namespace' | 'project'>;

const root = '/api/v1';

/** A GET below the API's root. */
export function read(path: string, search: Search = {}): Call<Json> {
  return { method: 'GET', path: `${root}${path}`, query: encoded(search), decode: demandObject };
}

/** A GET of something of an Application, always with its project: else what is missing looks forbidden. */
export function readApp(app: AppRef, path = '', search: Search = {}): Call<Json> {
  return read(pathOf(app, path), { ...whose(app), ...search });
}

/** A stream of events. Argo CD has one for exactly this header and no other. */
export function stream(path: string, search: Search): Call<never> {
  const decode = (): never => {
    throw misfit();
  };
  return { ...read(path, search), decode, accept: 'text/event-stream' };
}

export function streamApp(app: AppRef, path: string, search: Search): Call<never> {
  return stream(pathOf(app, path), { ...whose(app), ...search });
}

/** Everything that an Application becomes from now on, in full. */
export function watchApp(app: AppRef): Call<never> {
  return stream('/stream/applications', { ...whose(app), name: app.name });
}

/** A write to an Application; whatever it is, it has a body: without a content type Argo CD takes it for a forgery. */
export function writeApp(
  method: 'POST' | 'DELETE',
  app: AppRef,
  path: string,
  body: object = {},
): Call<Json> {
  const search = method === 'DELETE' ? whose(app) : {};
  const text = JSON.stringify({ ...whose(app), name: app.name, ...body });
  return {
    method,
    path: `${root}${pathOf(app, path)}`,
    query: encoded(search),
    body: { type: 'application/json', text },
    decode: demandObject,
  };
}

function pathOf({ name }: AppRef, path: string): string {
  return `/applications/${encodeURIComponent(name)}${path}`;
}

function whose({ namespace, project }: AppRef): Search {
  return { ...(namespace !== '' && { appNamespace: namespace }), project };
}

function encoded(search: Search): string {
  const there = Object.entries(search).filter(([, value]) => value !== undefined);
  return new URLSearchParams(there.map(([key, value]): [string, string] => [key, String(value)])).toString();
}

/** The object that an answer is. Throws `PlatformError` `not-a-platform`. */
function demandObject(value: unknown): Json {
  if (isObject(value)) return value;
  throw misfit();
}

export function misfit(): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t('The answer is not one of Argo CD. Check the URL: it is that of its web page.'),
  );
}

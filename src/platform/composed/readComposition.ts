import { isObject, type Json } from '../json.js';
import { t } from '../../base/l10n.js';
import type { EnvironmentRules } from '../../model/engine.js';
import { UserError } from '../../model/errors.js';
import { forgeNames } from '../gitops/forge.js';
import { parsePlatformUrl, parseServerUrl } from '../http/url.js';
import type {
  CatalogConfig,
  CompositionConfig,
  ContextConfig,
  DeliveryConfig,
  GitConfig,
  MetricsConfig,
} from './compositionConfig.js';

/** Whether an entry of the settings means parts, rightly or not. */
export function isComposition(value: unknown): boolean {
  return isObject(value) && ['catalog', 'delivery', 'metrics'].some((key) => Object.hasOwn(value, key));
}

/** What a person wrote. Throws `UserError` with the place and what belongs there. */
export function readComposition(value: unknown): CompositionConfig {
  const given = objectAt(value, '');
  onlyKeys(given, '', ['catalog', 'delivery', 'metrics', 'environments', 'git']);
  const { catalog, delivery, metrics, environments, git } = given;
  if (delivery !== undefined && !Array.isArray(delivery)) {
    throw fault('delivery', t('a list, such as [{ "type": "argocd", "url": "https://argocd.example.com" }]'));
  }
  const engines = (delivery ?? []) as readonly unknown[];
  if (catalog === undefined && engines.length === 0) {
    throw fault('delivery', t('at least one engine, where there is no "catalog"'));
  }
  return {
    ...(catalog !== undefined && { catalog: readCatalog(objectAt(catalog, 'catalog')) }),
    delivery: engines.map((engine, index) => readEngine(engine, `delivery[${index}]`)),
    ...(metrics !== undefined && { metrics: readMetrics(objectAt(metrics, 'metrics')) }),
    ...(environments !== undefined && { environments: readRules(objectAt(environments, 'environments')) }),
    ...(git !== undefined && { git: readGit(objectAt(git, 'git')) }),
  };
}

function readCatalog(given: Json): CatalogConfig {
  onlyKeys(given, 'catalog', ['type', 'url', 'app', 'tokenEnv']);
  const type = wordAt(given, 'catalog', 'type', ['backstage', 'contract'] as const);
  const app = optionalUrl(given, 'catalog', 'app');
  return { type, ...addressAt(given, 'catalog', type === 'contract'), ...(app !== undefined && { app }) };
}

function readEngine(value: unknown, at: string): DeliveryConfig {
  const given = objectAt(value, at);
  const type = wordAt(given, at, 'type', ['argocd', 'kubernetes', 'contract'] as const);
  switch (type) {
    case 'contract':
      onlyKeys(given, at, ['type', 'url', 'tokenEnv']);
      return { type, ...addressAt(given, at, true) };
    case 'argocd':
      onlyKeys(given, at, ['type', 'url', 'tokenEnv', ...argoTexts]);
      return { type, ...addressAt(given, at), ...textsAt(given, at, argoTexts) };
    case 'kubernetes': {
      onlyKeys(given, at, ['type', 'contexts', 'namespaces']);
      const namespaces = given['namespaces'];
      return {
        type,
        contexts: readContexts(given['contexts'], `${at}.contexts`),
        ...(namespaces !== undefined && { namespaces: wordsAt(namespaces, `${at}.namespaces`) }),
      };
    }
  }
}

const argoTexts = ['project', 'selector', 'pattern', 'environmentLabel'] as const;

/** A context is named with its environment, with nothing, or with more. */
function readContexts(value: unknown, at: string): Readonly<Record<string, ContextConfig>> {
  const entries = Object.entries(objectAt(value, at));
  if (entries.length === 0) {
    throw fault(at, t('the names of contexts, such as { "prod-eu": "production" }'));
  }
  return Object.fromEntries(
    entries.map(([name, context]): [string, ContextConfig] => [name, readContext(context, `${at}.${name}`)]),
  );
}

function readContext(value: unknown, at: string): ContextConfig {
  if (typeof value === 'string') return value === '' ? {} : { environment: value };
  const given = objectAt(value, at);
  onlyKeys(given, at, ['environment', 'namespaces', 'allowInsecure']);
  const { namespaces, allowInsecure } = given;
  return {
    ...textsAt(given, at, ['environment'] as const),
    ...(namespaces !== undefined && { namespaces: namesAt(namespaces, `${at}.namespaces`) }),
    ...(allowInsecure === true && { allowInsecure }),
  };
}

function readMetrics(given: Json): MetricsConfig {
  onlyKeys(given, 'metrics', ['type', 'url', 'tokenEnv', 'matchers', 'environmentLabel', 'grafana']);
  const type = wordAt(given, 'metrics', 'type', ['prometheus'] as const);
  const { matchers } = given;
  const grafana = optionalUrl(given, 'metrics', 'grafana');
  return {
    type,
    ...addressAt(given, 'metrics'),
    ...textsAt(given, 'metrics', ['environmentLabel'] as const),
    ...(matchers !== undefined && { matchers: wordsAt(matchers, 'metrics.matchers') }),
    ...(grafana !== undefined && { grafana }),
  };
}

function readRules(given: Json): EnvironmentRules {
  onlyKeys(given, 'environments', ['order', 'production', 'namespaces', 'label']);
  const { order, production, namespaces } = given;
  return {
    ...(order !== undefined && { order: namesAt(order, 'environments.order') }),
    ...(production !== undefined && { production: namesAt(production, 'environments.production') }),
    ...(namespaces !== undefined && { namespaces: wordsAt(namespaces, 'environments.namespaces') }),
    ...textsAt(given, 'environments', ['label'] as const),
  };
}

function readGit(given: Json): GitConfig {
  onlyKeys(given, 'git', ['forges', 'rollback']);
  const { forges, rollback } = given;
  const hosts = forges === undefined ? undefined : objectAt(forges, 'git.forges');
  return {
    ...(rollback !== undefined && {
      rollback: wordAt(given, 'git', 'rollback', ['images', 'folder'] as const),
    }),
    ...(hosts && {
      forges: Object.fromEntries(
        Object.keys(hosts).map((host) => [host, wordAt(hosts, 'git.forges', host, forgeNames)]),
      ),
    }),
  };
}

function addressAt(
  given: Json,
  at: string,
  isContract = false,
): { readonly url: string; readonly tokenEnv?: string } {
  const { url } = given;
  if (typeof url !== 'string') throw fault(`${at}.url`, t('an address, such as https://example.com'));
  return { url: urlAt(url, `${at}.url`, isContract), ...textsAt(given, at, ['tokenEnv'] as const) };
}

function optionalUrl(given: Json, at: string, key: string): string | undefined {
  const [text] = Object.values(textsAt(given, at, [key]));
  return text === undefined ? undefined : urlAt(text, `${at}.${key}`);
}

function urlAt(text: string, at: string, isContract = false): string {
  try {
    return isContract ? parsePlatformUrl(text) : parseServerUrl(text);
  } catch (error) {
    if (error instanceof UserError) throw new UserError('platform.parts', `${at}: ${error.message}`, error);
    throw error;
  }
}

function wordAt<T extends string>(given: Json, at: string, key: string, words: readonly T[]): T {
  const found = words.find((word) => word === given[key]);
  if (found !== undefined) return found;
  throw fault(`${at}.${key}`, t('one of {0}', words.map((word) => `"${word}"`).join(', ')));
}

function textsAt<K extends string>(given: Json, at: string, keys: readonly K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const text = given[key];
    if (text === undefined) continue;
    if (typeof text !== 'string' || text === '') throw fault(`${at}.${key}`, t('a text'));
    found[key] = text;
  }
  return found;
}

function namesAt(value: unknown, at: string): readonly string[] {
  if (Array.isArray(value) && value.every((name) => typeof name === 'string')) return value;
  throw fault(at, t('a list of names'));
}

function wordsAt(value: unknown, at: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(value, at));
  for (const [key, word] of entries) {
    if (typeof word !== 'string') throw fault(`${at}.${key}`, t('a text'));
  }
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function objectAt(value: unknown, at: string): Json {
  if (isObject(value)) return value;
  throw fault(at, t('an object'));
}

/** A word misspelt would be passed over in silence. */
function onlyKeys(given: Json, at: string, keys: readonly string[]): void {
  const other = Object.keys(given).find((key) => !keys.includes(key));
  if (other === undefined) return;
  throw fault(at === '' ? other : `${at}.${other}`, t('nothing: known here are {0}', keys.join(', ')));
}

function fault(at: string, expected: string): UserError {
  const place = at === '' ? t('The parts of a platform') : at;
  return new UserError('platform.parts', t('{0}: expected {1}.', place, expected));
}

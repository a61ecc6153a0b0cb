import { parse } from 'yaml';
import { isObject, objectAt, objectsAt, type Json } from '../../platform/json.js';

/** What files of a workspace, and of the person's tools, say of the systems of a company. */
export interface Findings {
  readonly backstage?: string;
  readonly argocd?: string;
  readonly prometheus?: string;
  /** Kinds of systems that something speaks of, with an address or without. */
  readonly mentioned: ReadonlySet<'backstage' | 'argocd' | 'kubernetes' | 'prometheus'>;
}

export interface FoundFile {
  /** Its name without folders. */
  readonly name: string;
  readonly text: string;
}

type Kind = Findings['mentioned'] extends ReadonlySet<infer K> ? K : never;

const marks: readonly (readonly [Kind, RegExp])[] = [
  ['argocd', /^\s*argocd\/[\w-]+:|apiVersion:\s*["']?argoproj\.io\//m],
  ['kubernetes', /^\s*backstage\.io\/kubernetes-[\w-]+:/m],
  ['prometheus', /^\s*(?:prometheus\.io\/(?:rule|alert|service-name)|grafana\/[\w-]+):/m],
];

/** Reads nothing else than what it is given, and takes nothing from it but addresses. */
export function findingsIn(files: readonly FoundFile[]): Findings {
  const mentioned = new Set<Kind>();
  const urls = new Map<Kind, string>();
  const found = (kind: Kind, url: unknown): void => {
    const address = addressIn(url);
    if (address === undefined || urls.has(kind)) return;
    urls.set(kind, address);
    mentioned.add(kind);
  };
  for (const { name, text } of files) {
    for (const [kind, mark] of marks) if (mark.test(text)) mentioned.add(kind);
    if (name.startsWith('catalog-info')) mentioned.add('backstage');
    if (name.startsWith('app-config')) {
      for (const [kind, url] of ofAppConfig(valueIn(text))) found(kind, url);
    }
    if (name === 'argocd-config') found('argocd', serverIn(valueIn(text)));
  }
  const [backstage, argocd, prometheus] = [urls.get('backstage'), urls.get('argocd'), urls.get('prometheus')];
  return {
    mentioned,
    ...(backstage !== undefined && { backstage }),
    ...(argocd !== undefined && { argocd }),
    ...(prometheus !== undefined && { prometheus }),
  };
}

/** The backend's own address, and those that its plugins and proxies go to. */
function ofAppConfig(config: Json): readonly (readonly [Kind, unknown])[] {
  const proxy = objectAt(config, 'proxy');
  const endpoints = Object.entries({ ...proxy, ...objectAt(proxy, 'endpoints') });
  const targets = endpoints.map(([path, endpoint]) => {
    const target = isObject(endpoint) ? endpoint['target'] : endpoint;
    const kind: Kind = /argo/i.test(path) ? 'argocd' : 'prometheus';
    return [
      path,
      kind,
      typeof target === 'string' ? target.replace(/\/api(?:\/v1)?\/?$/, '') : target,
    ] as const;
  });
  const argo = objectAt(config, 'argocd');
  return [
    ['backstage', objectAt(config, 'backend')['baseUrl']],
    ['argocd', argo['baseUrl']],
    ...objectsAt(argo, 'appLocatorMethods')
      .flatMap((method) => objectsAt(method, 'instances'))
      .map((instance) => ['argocd', instance['url']] as const),
    ...targets.filter(([path]) => /argo|prometheus/i.test(path)).map(([, kind, url]) => [kind, url] as const),
  ];
}

/** The server of the context that Argo CD's own command line uses; of its tokens nothing is read. */
function serverIn(config: Json): string | undefined {
  const current = config['current-context'];
  const context = objectsAt(config, 'contexts').find(({ name }) => name === current);
  const server = context?.['server'];
  if (typeof server !== 'string' || server === 'kubernetes') return undefined;
  const told = objectsAt(config, 'servers').find((each) => each['server'] === server);
  return `${told?.['plain-text'] === true ? 'http' : 'https'}://${server}`;
}

function addressIn(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function valueIn(text: string): Json {
  try {
    const value: unknown = parse(text, { maxAliasCount: 100, uniqueKeys: false, logLevel: 'error' });
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

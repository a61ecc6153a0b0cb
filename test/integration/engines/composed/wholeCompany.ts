import os from 'node:os';
import type { PartHealth } from '../../../../src/model/partHealth.js';
import type { ServiceEnvironment } from '../../../../src/model/catalog.js';
import type { Platform } from '../../../../src/model/platform.js';
import { openComposition } from '../../../../src/platform/composed/openComposition.js';
import { readComposition } from '../../../../src/platform/composed/readComposition.js';
import { undiciTransport } from '../../../../src/platform/http/undiciTransport.js';
import type { Transport } from '../../../../src/platform/http/transport.js';
import { engines } from '../fixture.js';

export interface WholeCompanyOptions {
  /** By the part's name, in place of the developer's; `undefined` for who is signed out. */
  readonly tokens?: Readonly<Record<string, string | undefined>>;
  /** Of the kubeconfig; `''` for no cluster at all. */
  readonly context?: string;
  readonly transport?: () => Transport;
}

/** What a person of the company writes down: everything that runs, as one platform. */
export function companyEntry(context = 'admin@engines'): object {
  const { backstage, argocd, prometheus } = engines();
  return {
    catalog: { type: 'backstage', url: backstage.url },
    delivery: [
      { type: 'argocd', url: argocd.url },
      ...(context === '' ? [] : [{ type: 'kubernetes', contexts: { [context]: '' } }]),
    ],
    metrics: { type: 'prometheus', url: prometheus.url },
    environments: { order: ['dev', 'staging', 'prod'] },
  };
}

/** The developer's view of the whole company. */
export async function openCompany(options: WholeCompanyOptions = {}): Promise<Platform> {
  const { backstage, argocd, kubernetes } = engines();
  const { tokens = {}, context, transport = undiciTransport } = options;
  const own: Readonly<Record<string, string | undefined>> = {
    catalog: backstage.token,
    argocd: argocd.tokens.developer,
    ...tokens,
  };
  return openComposition(
    readComposition(companyEntry(context)),
    { name: 'Shop', url: 'golden-path://Shop/' },
    {
      transport,
      token:
        ({ name }) =>
        () =>
          Promise.resolve(own[name]),
      clusters: {
        env: { KUBECONFIG: kubernetes.kubeconfig },
        home: os.tmpdir(),
        consent: () => Promise.resolve(false),
      },
    },
  );
}

/** A service with its environments, of a list that is asked now; `undefined` where there is none. */
export async function placesIn(
  platform: Platform,
  service: string,
): Promise<readonly ServiceEnvironment[] | undefined> {
  const { items } = await platform.listServices({ view: 'Summary', pageSize: 200 }, { fresh: true });
  return items.find(({ name }) => name === service)?.environments;
}

export async function placeIn(
  platform: Platform,
  service: string,
  environment: string,
): Promise<ServiceEnvironment | undefined> {
  return (await placesIn(platform, service))?.find((place) => place.environment === environment);
}

export function partOf(platform: Platform, name: string): PartHealth | undefined {
  return platform.parts?.().find((part) => part.name === name);
}

export function statesOf(platform: Platform): Readonly<Record<string, string>> {
  return Object.fromEntries((platform.parts?.() ?? []).map(({ name, state }) => [name, state]));
}

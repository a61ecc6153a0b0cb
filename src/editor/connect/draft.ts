import { environmentsNamed } from '../../model/engine.js';
import type { Account } from '../../platform/auth/account.js';
import type {
  CompositionConfig,
  ContextConfig,
  NamedConfig,
} from '../../platform/composed/compositionConfig.js';
import type { PartFinding } from '../../platform/composed/probePart.js';

export const partKinds = ['backstage', 'argocd', 'kubernetes', 'prometheus'] as const;
export type PartKind = (typeof partKinds)[number];

/** What a person has answered so far. Nothing of it is kept until the end. */
export class ConnectDraft {
  kinds: readonly PartKind[] = [];
  /** Those that are left out after all. */
  readonly without = new Set<PartKind>();
  readonly urls = new Map<PartKind, string>();
  contexts: Readonly<Record<string, ContextConfig>> = {};
  readonly findings = new Map<PartKind, PartFinding>();
  /** By origin. */
  readonly accounts = new Map<string, Account>();
  /** Names in promotion order, where the person changed it. */
  order: readonly string[] | undefined;
  name = '';

  /** One part as it would be written; `undefined` while its address is not known. */
  part(kind: PartKind): NamedConfig | undefined {
    const name = kind === 'backstage' ? 'catalog' : kind === 'prometheus' ? 'metrics' : kind;
    if (kind === 'kubernetes') return { name, config: { type: kind, contexts: this.contexts } };
    const url = this.urls.get(kind);
    return url === undefined ? undefined : { name, config: { type: kind, url } };
  }

  /** All environments that the parts told of, in promotion order. */
  environments(): readonly string[] {
    const told = this.kinds.flatMap((kind) => this.findings.get(kind)?.environments ?? []);
    return environmentsNamed(new Set(told), this.order ? { order: this.order } : {}).map(({ name }) => name);
  }

  config(): CompositionConfig {
    const has = (kind: PartKind): boolean => this.kinds.includes(kind) && !this.without.has(kind);
    const [backstage, argocd, prometheus] = [
      this.urls.get('backstage'),
      this.urls.get('argocd'),
      this.urls.get('prometheus'),
    ];
    return {
      ...(has('backstage') && backstage !== undefined && { catalog: { type: 'backstage', url: backstage } }),
      delivery: [
        ...(has('argocd') && argocd !== undefined ? [{ type: 'argocd' as const, url: argocd }] : []),
        ...(has('kubernetes') ? [{ type: 'kubernetes' as const, contexts: this.contexts }] : []),
      ],
      ...(has('prometheus') &&
        prometheus !== undefined && { metrics: { type: 'prometheus', url: prometheus } }),
      ...(this.order && { environments: { order: this.order } }),
    };
  }
}

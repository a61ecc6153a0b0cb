import type { PartKind } from './draft.js';

const names: Readonly<Record<PartKind, string>> = {
  backstage: 'Backstage',
  argocd: 'Argo CD',
  kubernetes: 'Kubernetes',
  prometheus: 'Prometheus',
};

/** What people call such a system. */
export function kindName(kind: PartKind): string {
  return names[kind];
}

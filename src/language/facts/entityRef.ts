import type { Subject } from './documentFacts.js';

/** A catalogue reference `[kind:][namespace/]name` (Backstage, "String references"), its defaults filled in. */
export interface EntityRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where the name begins in the text. */
  readonly nameAt: number;
}

const pattern = /^(?:([A-Za-z][A-Za-z0-9]*):)?(?:([A-Za-z0-9][\w.-]*)\/)?([A-Za-z0-9][\w.@-]*)$/;

/** `undefined` for a text that is no reference. Kind and namespace come back in lower case. */
export function parseEntityRef(
  text: string,
  defaults: { readonly kind: string; readonly namespace: string },
): EntityRef | undefined {
  const [, kind = defaults.kind, namespace = defaults.namespace, name] = pattern.exec(text) ?? [];
  if (name === undefined) return undefined;
  return {
    kind: kind.toLowerCase(),
    namespace: namespace.toLowerCase(),
    name,
    nameAt: text.length - name.length,
  };
}

/** What an entity of a kind is to us, and where its name is known. A component is the service of its name. */
export function subjectOfEntity(kind: string, namespace: string): { subject: Subject; scope: string } {
  const shared = sharedKinds[kind.toLowerCase()];
  return shared
    ? { subject: shared, scope: namespace.toLowerCase() }
    : { subject: 'entity', scope: `${kind}:${namespace}`.toLowerCase() };
}

const sharedKinds: Readonly<Record<string, Subject | undefined>> = {
  component: 'service',
  service: 'service',
  resource: 'resource',
  template: 'template',
};

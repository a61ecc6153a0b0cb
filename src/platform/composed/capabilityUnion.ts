import type { Capability, PlatformInfo } from '../../model/platform.js';

type Capabilities = PlatformInfo['capabilities'];

const levels: readonly string[] = ['Read', 'Write', 'Stream'];

/** What any of the parts offers, as far as the one goes that goes furthest. */
export function capabilityUnion(all: readonly Capabilities[]): Capabilities {
  const united: Record<string, Capability> = {};
  for (const [name, capability] of all.flatMap((one) => Object.entries(one))) {
    const before = Object.hasOwn(united, name) ? united[name] : undefined;
    united[name] = before ? both(before, capability) : capability;
  }
  return united;
}

function both(one: Capability, other: Capability): Capability {
  const [more, less] = levels.indexOf(other.level) > levels.indexOf(one.level) ? [other, one] : [one, other];
  const kinds = [...new Set([...(one.kinds ?? []), ...(other.kinds ?? [])])];
  return { ...less, ...more, ...(kinds.length > 0 && { kinds }) };
}

import { objectAt, objectsAt, textAt, type Json } from '../json.js';
import type { KubeObject } from './objects.js';

/** A container of a pod that has written, or may write, something. */
export interface PodContainer {
  readonly name: string;
  /** The one that ended before it was started again: what it wrote says why. */
  readonly isPrevious: boolean;
}

/** The containers of a pod: those that work, those that prepare it and have not ended well, and those that crashed. */
export function containersIn(pod: KubeObject): readonly PodContainer[] {
  const spec: Json = { ...pod.spec };
  const status: Json = { ...pod.status };
  const states = new Map(
    ['containerStatuses', 'initContainerStatuses']
      .flatMap((key) => objectsAt(status, key))
      .map((one) => [textAt(one, 'name'), one]),
  );
  const named = (key: string): readonly string[] =>
    objectsAt(spec, key).flatMap((one) => textAt(one, 'name') ?? []);
  const preparing = named('initContainers').filter((name) => !endedWell(states.get(name)));
  return [...named('containers'), ...preparing].flatMap((name) => [
    ...(ranBefore(states.get(name)) ? [{ name, isPrevious: true }] : []),
    { name, isPrevious: false },
  ]);
}

function endedWell(state: Json | undefined): boolean {
  return state !== undefined && objectAt(objectAt(state, 'state'), 'terminated')['exitCode'] === 0;
}

/** It runs again after it failed. One that waits to be started again is asked for what it wrote last in any case. */
function ranBefore(state: Json | undefined): boolean {
  if (!state || !('running' in objectAt(state, 'state'))) return false;
  const { exitCode } = objectAt(objectAt(state, 'lastState'), 'terminated');
  return typeof exitCode === 'number' && exitCode !== 0;
}

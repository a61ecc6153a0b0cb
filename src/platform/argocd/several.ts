import type { Operation, Step } from '../../model/delivery.js';
import { readId } from './ids.js';
import type { OperationPlace } from './operation.js';
import { present } from './present.js';

/** A mark of an operation has no dash. */
const mark = '-all';

/** Id of what is done to every Application of a place, by that of the first. */
export function severalId(first: string): string {
  return `${first}${mark}`;
}

/** The first of the operations that an id stands for; `undefined` for one that stands for itself. */
export function firstOf(id: string): string | undefined {
  return id.endsWith(mark) ? id.slice(0, -mark.length) : undefined;
}

/** The worst first. */
const ends = ['Failed', 'Unknown', 'Canceled'];

/** Several operations as one: under way as long as one is, and as bad as the worst. */
export function togetherOf(id: string, place: OperationPlace, all: readonly Operation[]): Operation {
  const done = all.every((each) => each.done);
  const state = done
    ? (ends.find((word) => all.some((each) => each.state === word)) ?? 'Succeeded')
    : all.every((each) => each.state === 'Pending')
      ? 'Pending'
      : 'Running';
  const worst = all.filter((each) => each.state === state);
  const words = worst.flatMap((each) =>
    each.message === undefined ? [] : [`${nameOf(each)}: ${each.message}`],
  );
  const [first] = worst;
  return present({
    id,
    kind: 'Deployment' as const,
    state,
    done,
    createdAt: all.map(({ createdAt }) => createdAt).sort()[0] ?? '',
    startedAt: all.map(({ startedAt }) => startedAt ?? '').sort()[0] || undefined,
    finishedAt: done
      ? all
          .map(({ finishedAt }) => finishedAt ?? '')
          .sort()
          .at(-1) || undefined
      : undefined,
    title: all.map(({ title }) => title).join(', '),
    ...place,
    message: words.length > 0 ? words.join(' ') : undefined,
    reason: first?.reason,
    error: done ? first?.error : undefined,
    steps: all.flatMap(stepsOf),
    cancelable: all.some(({ cancelable }) => cancelable === true),
    createdBy: first?.createdBy,
  });
}

/** The steps of one, by the name of its Application; one without any is a step itself. */
function stepsOf(operation: Operation): readonly Step[] {
  const { id, state, message, steps = [] } = operation;
  const name = nameOf(operation);
  return steps.length === 0
    ? [present({ id: name, name, state, message })]
    : steps.map((step) => ({ ...step, id: `${id}/${step.id}`, name: `${name}: ${step.name}` }));
}

function nameOf({ id }: Operation): string {
  const { key } = readId(id);
  return key.slice(key.indexOf('/') + 1);
}

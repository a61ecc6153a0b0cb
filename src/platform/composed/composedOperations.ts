import type { CallOptions } from '../../model/call.js';
import type { Operation } from '../../model/delivery.js';
import type { Platform } from '../../model/platform.js';
import type { Layer } from './layer.js';
import { taggedOperation, untagged } from './operationIds.js';
import { refuse } from './runners.js';
import { firstFound, orNothing, pagesTogether } from './together.js';

type Operations = Pick<
  Platform,
  'getOperation' | 'cancelOperation' | 'operationEvents' | 'operations' | 'approvals'
>;

/** Where an operation is, by its id. */
interface At {
  readonly layer: Layer;
  readonly id: string;
}

/** What runs in any of the parts, found by the part's name before its id. */
export function operationsOf(layers: readonly Layer[]): Operations {
  const named = (id: string): At | undefined => {
    const found = untagged(
      id,
      layers.map(({ part }) => part.name),
    );
    const layer = layers.find(({ part }) => part.name === found?.part);
    return found && layer && { layer, id: found.id };
  };
  /** Where an id names no part, whichever has it. */
  const change = async (id: string, work: (at: At) => Promise<Operation>): Promise<Operation> => {
    const at = named(id);
    const places = at ? [at] : layers.map((layer) => ({ layer, id }));
    return firstFound(
      places.map((place) => async () => taggedOperation(place.layer.part.name, await work(place))),
    );
  };
  const approve = (verb: 'approve' | 'reject'): NonNullable<Platform['approvals']>['approve'] => {
    return (id, decision, call) =>
      change(id, (at) => at.layer.platform.approvals?.[verb](at.id, decision, call) ?? refuse());
  };
  return {
    getOperation: (id, call) => change(id, (at) => at.layer.platform.getOperation(at.id, call)),
    cancelOperation: (id, call) => change(id, (at) => at.layer.platform.cancelOperation(at.id, call)),
    async *operationEvents(id, call) {
      const at = named(id);
      const layer = at?.layer ?? (await holder(layers, id, call));
      yield* layer.platform.operationEvents(at?.id ?? id, call);
    },
    operations: {
      // A part that is away has none to tell of; how it is, is told elsewhere.
      list: async ({ pageSize, pageToken, ...filter } = {}, call) => {
        // Who asks for nothing else has not heard what they offer.
        const unheard = layers.filter(({ part }) => !part.info);
        await Promise.all(unheard.map(({ part }) => part.introduce(call).catch(() => undefined)));
        return orNothing(
          pagesTogether(
            layers
              .filter(({ part, platform }) => part.offers('operations') && platform.operations)
              .map(({ part, platform }) => ({
                name: part.name,
                async read(page) {
                  const { items, ...rest } = await (platform.operations?.list({ ...filter, ...page }, call) ??
                    refuse());
                  return { ...rest, items: items.map((operation) => taggedOperation(part.name, operation)) };
                },
              })),
            { ...(pageSize && { pageSize }), ...(pageToken !== undefined && { pageToken }) },
            ({ createdAt }) => createdAt,
          ),
          call,
        );
      },
      resume: (id, decision, call) =>
        change(id, (at) => at.layer.platform.operations?.resume(at.id, decision, call) ?? refuse()),
    },
    ...(layers.some(({ platform }) => platform.approvals) && {
      approvals: { approve: approve('approve'), reject: approve('reject') },
    }),
  };
}

/** The part that has an operation. Rejects as the last one asked does. */
async function holder(layers: readonly Layer[], id: string, call: CallOptions = {}): Promise<Layer> {
  const { signal } = call;
  return firstFound(
    layers.map((layer) => async () => {
      await layer.platform.getOperation(id, signal ? { signal } : {});
      return layer;
    }),
  );
}

import { plainText } from '../../base/plainText.js';
import type { CallOptions } from '../../model/call.js';
import type { PlatformEvent } from '../../model/platformEvent.js';
import { PlatformError } from '../../model/errors.js';
import { objectAt, objectsAt, textAt, type Json } from '../json.js';
import type { Client } from '../http/client.js';
import { readApp, type AppRef } from './calls.js';
import { healthOf, treeOf, workloadOf } from './workloads.js';

/** Of so many objects that are not well events are asked for. */
const mostObjects = 5;

/** What happened to an Application and to those of its objects that are not well, newest first. */
export async function eventsOf(
  client: Client,
  app: AppRef,
  call?: CallOptions,
): Promise<readonly PlatformEvent[]> {
  const nodes = await treeOf(client, app, call);
  const ill = nodes.filter((node) => !['Healthy', undefined].includes(healthOf(node))).slice(-mostObjects);
  const asked = [
    client.send(readApp(app, '/events'), call),
    ...ill.map((node) => {
      const { namespace, name, uid } = workloadOf(node);
      const search = { resourceNamespace: namespace, resourceName: name, resourceUID: uid };
      return client.send(readApp(app, '/events', search), call).catch(nothing);
    }),
  ];
  const events = (await Promise.all(asked)).flatMap((answer) => objectsAt(answer, 'items').map(eventOf));
  return events.sort((one, other) => Date.parse(other.time) - Date.parse(one.time));
}

/** An object that is gone meanwhile has no events; the others still have. */
function nothing(error: unknown): Json {
  if (PlatformError.is(error)) return {};
  throw error;
}

function eventOf(event: Json): PlatformEvent {
  const [metadata, object] = [objectAt(event, 'metadata'), objectAt(event, 'involvedObject')];
  const time = ['lastTimestamp', 'eventTime', 'firstTimestamp']
    .map((key) => textAt(event, key))
    .find(Boolean);
  const kind = textAt(object, 'kind');
  const about =
    kind === undefined || kind === 'Application' ? '' : `${kind}/${textAt(object, 'name') ?? ''}: `;
  return {
    id: textAt(metadata, 'uid') ?? textAt(metadata, 'name') ?? '',
    time: time ?? textAt(metadata, 'creationTimestamp') ?? '',
    type: textAt(event, 'type') ?? 'Normal',
    reason: textAt(event, 'reason') ?? '',
    message: `${about}${plainText(textAt(event, 'message') ?? '')}`,
  };
}

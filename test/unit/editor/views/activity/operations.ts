import type { Operation } from '../../../../../src/model/delivery.js';
import type { Incident } from '../../../../../src/model/incident.js';
import type { LiveSnapshot } from '../../../../../src/model/live.js';
import type { Picture } from '../../../../../src/editor/views/picture.js';
import { running, service, snapshot } from '../../pictures.js';

export const me = new Set(['user:default/ada', 'group:default/shop']);
export const now = Date.parse('2026-11-21T12:30:00Z');

export function operation(id: string, more: Partial<Operation> = {}): Operation {
  const isDone = more.state === 'Succeeded' || more.state === 'Failed' || more.state === 'Canceled';
  return {
    id,
    kind: 'Deployment',
    state: 'Running',
    done: isDone,
    createdAt: '2026-11-21T12:00:00Z',
    title: 'Deploy orders 1.4.2',
    service: 'orders',
    environment: 'production',
    createdBy: { id: 'user:default/ada' },
    ...more,
  };
}

export function incident(id: string, more: Partial<Incident> = {}): Incident {
  return {
    id,
    title: 'Orders answer 5xx',
    status: 'Triggered',
    severity: 'SEV2',
    severityRank: 2,
    service: 'orders',
    environment: 'production',
    createdAt: '2026-11-21T12:20:00Z',
    ...more,
  };
}

export const approval = { reason: 'ApprovalRequired', approvers: ['group:default/shop'] } as const;

export function activityPicture(
  operations: readonly Operation[],
  incidents: readonly Incident[] = [],
  more: Partial<LiveSnapshot> = {},
): Picture {
  return {
    live: snapshot(
      [{ ...service('orders', running('production', 'Healthy')), owner: 'group:default/shop' }],
      {
        operations: new Map(operations.map((item) => [item.id, item])),
        incidents: new Map(incidents.map((item) => [item.id, item])),
        ...more,
      },
    ),
    workspace: new Set(),
    me,
  };
}

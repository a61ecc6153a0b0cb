import { randomUUID } from 'node:crypto';
import { Emitter } from '../../base/events.js';
import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { Actor } from '../../model/actor.js';
import { platformActor } from '../identity/caller.js';
import { at, member, text } from '../manifest/json.js';
import type { Place } from '../runtime/runtime.js';
import { currentDeployment, findService, withDeployment, withIncident } from '../store/changes.js';
import type { DeploymentRecord, IncidentRecord } from '../store/state.js';
import { derived } from '../store/derived.js';
import type { Store } from '../store/store.js';

type Update = components['schemas']['IncidentUpdate'];
export type IncidentRequest = components['schemas']['IncidentRequest'];

/** A deployment that is older than this is not suspected by itself. */
const suspectMs = 60 * 60_000;

const openOnes = derived((incidents: readonly IncidentRecord[]) => incidents.filter(isOpen));

/** What went wrong with services: declared by people or found by the platform, until it is resolved. */
export class Incidents {
  readonly #store: Store;
  readonly #changed = new Emitter<IncidentRecord>();

  readonly onDidChange = this.#changed.event;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Open ones, the newest first, then resolved ones. */
  list(): readonly IncidentRecord[] {
    const all = this.#store.state.incidents.toReversed();
    return [...all.filter(isOpen), ...all.filter((incident) => !isOpen(incident))];
  }

  open(service: string, environment?: string): readonly IncidentRecord[] {
    return openOnes(this.#store.state.incidents).filter(
      (incident) =>
        incident.service === service && (environment === undefined || incident.environment === environment),
    );
  }

  find(id: string): IncidentRecord | undefined {
    return this.#store.state.incidents.find((incident) => incident.id === id);
  }

  declare(request: IncidentRequest, by: Actor): IncidentRecord {
    const isFound = by.type === 'system';
    const { service, environment } = request;
    const suspect =
      request.suspectedDeployment ??
      (environment === undefined ? undefined : this.#suspect({ service, environment })?.id);
    const createdAt = new Date().toISOString();
    const incident: IncidentRecord = {
      id: `inc_${randomUUID()}`,
      title: request.title,
      status: 'Triggered',
      urgency: request.urgency ?? 'high',
      service,
      createdAt,
      detectedBy: isFound ? 'Platform' : 'Person',
      ...(environment !== undefined && { environment }),
      ...(request.description !== undefined && { description: request.description }),
      ...(suspect !== undefined && { suspectedDeployment: suspect }),
      ...this.#helpFor(service),
      updates: [updateOf('Opened', by, createdAt)],
    };
    this.#save(incident);
    if (suspect !== undefined) this.#blame(suspect, incident.id);
    return incident;
  }

  /** Acknowledges, resolves or comments; nothing happens when it is that already. */
  update(
    incident: IncidentRecord,
    change: { readonly status?: 'Acknowledged' | 'Resolved'; readonly comment?: string },
    by: Actor,
  ): IncidentRecord {
    const now = new Date().toISOString();
    const status = change.status === incident.status ? undefined : change.status;
    if (status === undefined && !change.comment) return incident;
    const update = updateOf(status ?? 'Comment', by, now, change.comment);
    const changed: IncidentRecord = {
      ...incident,
      ...(status !== undefined && { status }),
      ...(status === 'Acknowledged' && { acknowledgedAt: now, assignees: [by] }),
      ...(status === 'Resolved' && { resolvedAt: now }),
      updates: [...(incident.updates ?? []), update],
    };
    this.#save(changed);
    return changed;
  }

  openByPlatform(place: Place, message: string | undefined): void {
    const title = t('{0} is not healthy in {1}', place.service, place.environment);
    this.declare({ ...place, title, ...(message !== undefined && { description: message }) }, platformActor);
  }

  resolveByPlatform(place: Place): void {
    for (const incident of this.open(place.service, place.environment)) {
      if (incident.detectedBy !== 'Platform') continue;
      this.update(incident, { status: 'Resolved', comment: t('It is healthy again.') }, platformActor);
    }
  }

  #suspect({ service, environment }: Place): DeploymentRecord | undefined {
    const current = currentDeployment(this.#store.state, service, environment);
    if (!current || current.kind === 'Restart') return undefined;
    const finished = Date.parse(current.finishedAt ?? '');
    return Date.now() - finished <= suspectMs ? current : undefined;
  }

  /** DORA: a deployment linked to an incident is one that failed. */
  #blame(id: string, incident: string): void {
    const deployment = this.#store.state.deployments.find((item) => item.id === id);
    if (!deployment) return;
    const incidents = [...new Set([...(deployment.incidents ?? []), incident])];
    this.#store.update((state) => withDeployment(state, { ...deployment, incidents, outcome: 'Failed' }));
  }

  /** What the service's manifest links as a runbook. */
  #helpFor(service: string): Pick<IncidentRecord, 'runbooks'> {
    const record = findService(this.#store.state, service);
    const links = at(record?.manifest, 'metadata', 'links');
    const runbooks = (Array.isArray(links) ? links : []).flatMap((link: unknown) => {
      const url = text(member(link, 'url'));
      if (member(link, 'type') !== 'runbook' || url === undefined || !URL.canParse(url)) return [];
      return [{ title: text(member(link, 'title')) ?? t('Runbook'), url }];
    });
    return runbooks.length === 0 ? {} : { runbooks };
  }

  #save(incident: IncidentRecord): void {
    this.#store.update((state) => withIncident(state, incident));
    this.#store.tryFlush();
    this.#changed.fire(incident);
  }
}

export function isOpen({ status }: IncidentRecord): boolean {
  return status !== 'Resolved';
}

function updateOf(type: string, by: Actor, time: string, message?: string): Update {
  return { id: `upd_${randomUUID()}`, time, type, by, ...(message ? { message } : {}) };
}

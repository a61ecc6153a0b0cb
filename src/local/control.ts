import path from 'node:path';
import type { Operation } from '../model/delivery.js';
import type { Log } from '../model/log.js';
import { summaryOf } from '../model/slo.js';
import { Access } from './access/access.js';
import { AuditLog } from './audit/auditLog.js';
import { runsSince } from './delivery/history.js';
import type { GateFacts } from './guards/gates.js';
import { platformActor } from './identity/caller.js';
import { HealthWatch } from './incidents/healthWatch.js';
import { Incidents } from './incidents/incidents.js';
import { PolicyBook } from './policy/policyBook.js';
import type { Place, Runtime } from './runtime/runtime.js';
import { SloProber } from './slo/sloProber.js';
import { currentDeployment, findService } from './store/changes.js';
import { EventBook } from './store/eventBook.js';
import { JournalFile } from './store/journalFile.js';
import type { LocalState, ServiceRecord } from './store/state.js';
import type { Store } from './store/store.js';

export interface ControlContext {
  readonly dataDir: string;
  readonly store: Store;
  readonly runtime: Runtime;
  readonly log: Log;
}

/** What watches over services and changes: policies and who may do what, audit, objectives, incidents, events, feedback. */
export class Control {
  readonly book: PolicyBook;
  readonly access: Access;
  readonly audit: AuditLog;
  readonly incidents: Incidents;
  readonly slos: SloProber;
  readonly events: EventBook;
  readonly feedback: JournalFile;
  readonly #store: Store;
  readonly #runtime: Runtime;
  readonly #health: HealthWatch;

  constructor({ dataDir, store, runtime, log }: ControlContext) {
    this.#store = store;
    this.#runtime = runtime;
    this.book = new PolicyBook(store, dataDir, log);
    this.access = new Access(this.book);
    this.audit = new AuditLog(dataDir, log);
    this.incidents = new Incidents(store);
    this.slos = new SloProber({ dataDir, store, runtime, log });
    this.events = new EventBook(dataDir, log);
    this.feedback = new JournalFile(path.join(dataDir, 'feedback.jsonl'), {
      maxBytes: 1024 * 1024,
      kept: 2,
    });
    this.#health = new HealthWatch(store, runtime, this.incidents);
    runtime.onDidChange((place) => this.#noteHealth(place));
    this.incidents.onDidChange((incident) => {
      if (incident.service === undefined || incident.environment === undefined) return;
      const { service, environment, title, status } = incident;
      const type = status === 'Resolved' ? 'Normal' : 'Warning';
      this.events.add({ service, environment }, { type, reason: `Incident${status}`, message: title });
    });
  }

  /** Probes, and looks how everything fares; `now` in ms since 1970. */
  async tick(now: number): Promise<void> {
    this.#health.tick(now);
    await this.slos.tick(now);
  }

  /** What the gates of a stage want to know about a release. */
  gateFacts(
    { service, environment }: Place,
    release: string,
    from: string | undefined,
    scorecard: GateFacts['scorecard'],
  ): GateFacts {
    const { state } = this.#store;
    const there = from === undefined ? undefined : currentDeployment(state, service, from);
    const runs = there?.releaseId === release ? there : undefined;
    const since = runs && runsSince(state, runs);
    const health = runs && this.#runtime.report({ service, environment: runs.environment })?.health;
    const budget = this.sloSummary({ service, environment }, state)?.minBudgetRemainingPercent;
    return {
      openIncidents: this.incidents.open(service).length,
      ...(from !== undefined && { from }),
      ...(health !== undefined && { health }),
      ...(since !== undefined && { runsSince: since }),
      ...(budget !== undefined && { budgetRemainingPercent: budget }),
      ...(scorecard && { scorecard }),
    };
  }

  sloSummary(place: Place, state: LocalState): ReturnType<typeof summaryOf> {
    const record = findService(state, place.service);
    return record && summaryOf(this.slosAt(place, record));
  }

  /** The objectives of a service at a place. */
  slosAt(place: Place, { manifest }: ServiceRecord): ReturnType<SloProber['list']> {
    return this.slos.list(place, manifest, Date.now());
  }

  /** How an operation ended, in the audit log and among the events of its place. */
  noteEnd({ id, kind, service, environment, state, message, createdBy, title }: Operation): void {
    this.audit.add({
      actor: createdBy ?? platformActor,
      action: `${kind}.${state}`,
      outcome: state === 'Succeeded' ? 'Success' : 'Failure',
      operation: id,
      ...(service !== undefined && { service }),
      ...(environment !== undefined && { environment }),
      ...(message !== undefined && { details: { message } }),
    });
    if (service === undefined || environment === undefined) return;
    const type = state === 'Succeeded' ? 'Normal' : 'Warning';
    const text = [title, message].filter(Boolean).join(': ');
    this.events.add({ service, environment }, { type, reason: `${kind}${state}`, message: text });
  }

  stop(): void {
    this.slos.stop();
  }

  #noteHealth(place: Place): void {
    const { health, message } = this.#runtime.report(place) ?? {};
    if (health === undefined) return;
    const type = health === 'Degraded' || health === 'Missing' ? 'Warning' : 'Normal';
    this.events.add(place, { type, reason: health, message: message ?? health });
  }
}

import http from 'node:http';
import path from 'node:path';
import type { Log } from '../../model/log.js';
import { at, integer, text, type JsonObject } from '../manifest/json.js';
import { workloadIn } from '../manifest/serviceManifest.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import { currentDeployment, findRelease } from '../store/changes.js';
import type { Store } from '../store/store.js';
import { evaluate, type Slo } from './budget.js';
import { MinuteRing } from './minuteRing.js';
import { objectivesOf, type Objective } from './objectives.js';

export interface SloContext {
  readonly dataDir: string;
  readonly store: Store;
  readonly runtime: Runtime;
  readonly log: Log;
}

interface Outcome {
  readonly ok: boolean;
  readonly ms: number;
}

const standardPeriodSeconds = 10;
const probeTimeoutMs = 5_000;

/** Asks running services what their objectives are about, and keeps what came of it. */
export class SloProber {
  readonly #context: SloContext;
  readonly #rings = new Map<string, MinuteRing>();
  readonly #nextAt = new Map<string, number>();
  readonly #stopping = new AbortController();

  constructor(context: SloContext) {
    this.#context = context;
  }

  /** Probes what is due; call it every second. */
  async tick(now: number): Promise<void> {
    const due = this.#context.store.state.deployments.filter(({ state }) => state === 'Deployed');
    await Promise.all(due.map((deployment) => this.#probePlace(deployment, deployment.releaseId, now)));
  }

  /** The objectives of what runs at a place, or of the service where nothing runs there. */
  list(place: Place, manifest: JsonObject, now: number): readonly Slo[] {
    return objectivesOf(manifest).map((objective) => {
      const ring = objective.indicator.kind === 'elsewhere' ? undefined : this.#ring(place, objective);
      const none = { total: 0, good: 0 };
      return evaluate(objective, place.environment, (seconds) => ring?.sum(seconds, now) ?? none, now);
    });
  }

  /** How many probes of a place count in the windows of its objectives; `undefined` when none is measured by probes. */
  probes(place: Place, manifest: JsonObject, now: number): number | undefined {
    const totals = objectivesOf(manifest)
      .filter(({ indicator }) => indicator.kind !== 'elsewhere')
      .map((objective) => this.#ring(place, objective).sum(objective.windowSeconds, now).total);
    return totals.length === 0 ? undefined : totals.reduce((sum, total) => sum + total);
  }

  stop(): void {
    this.#stopping.abort();
    for (const ring of this.#rings.values()) ring.close();
    this.#rings.clear();
  }

  async #probePlace({ service, environment }: Place, releaseId: string, now: number): Promise<void> {
    const { state } = this.#context.store;
    const place = { service, environment };
    const key = `${service}/${environment}`;
    if ((this.#nextAt.get(key) ?? 0) > now) return;
    if (currentDeployment(state, service, environment)?.releaseId !== releaseId) return;
    const manifest = findRelease(state, service, releaseId)?.manifest;
    const objectives = manifest ? objectivesOf(manifest) : [];
    const measured = objectives.filter(({ indicator }) => indicator.kind !== 'elsewhere');
    if (!manifest || measured.length === 0) return;
    const period = integer(at(manifest, 'spec', 'health', 'periodSeconds')) ?? standardPeriodSeconds;
    this.#nextAt.set(key, now + Math.max(1, period) * 1_000);
    const standard = standardRoute(manifest, environment);
    const routes = new Map<string, Promise<Outcome>>();
    await Promise.all(
      measured.map(async (objective) => {
        const { indicator } = objective;
        const route = ('route' in indicator ? indicator.route : undefined) ?? standard;
        const asked = routes.get(route) ?? this.#ask(place, route);
        routes.set(route, asked);
        const { ok, ms } = await asked;
        if (this.#stopping.signal.aborted) return;
        const good = ok && (indicator.kind !== 'latency' || ms <= indicator.thresholdMs);
        this.#keep(place, objective, good, now);
      }),
    );
  }

  /** Without a port to ask, its health is what users get. */
  async #ask(place: Place, route: string): Promise<Outcome> {
    const port = this.#context.runtime.current(place)?.launch.ports[0]?.port;
    const health = this.#context.runtime.report(place)?.health;
    if (port === undefined) return { ok: health === 'Healthy' || health === 'Suspended', ms: 0 };
    return askHttp(port, route, this.#stopping.signal);
  }

  #keep(place: Place, objective: Objective, good: boolean, now: number): void {
    try {
      this.#ring(place, objective).add(good, now);
    } catch (error) {
      this.#context.log.error(`Cannot keep a probe of ${place.service} in ${place.environment}.`, error);
    }
  }

  #ring({ service, environment }: Place, { name }: Objective): MinuteRing {
    const file = path.join(this.#context.dataDir, 'probes', service, environment, `${name}.ring`);
    const known = this.#rings.get(file);
    if (known) return known;
    const ring = new MinuteRing(file);
    this.#rings.set(file, ring);
    return ring;
  }
}

/** What a readiness probe asks for, else the root. */
function standardRoute(manifest: JsonObject, environment: string): string {
  const containers = at(workloadIn(manifest, environment), 'containers');
  for (const container of Object.values((containers ?? {}) as JsonObject)) {
    const route = text(at(container, 'readinessProbe', 'httpGet', 'path'));
    if (route?.startsWith('/')) return route;
  }
  return '/';
}

/** An answer that is no server's error, and how long it took. */
function askHttp(port: number, route: string, stop: AbortSignal): Promise<Outcome> {
  const started = performance.now();
  return new Promise((resolve) => {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(probeTimeoutMs)]);
    const request = http.get({ host: 'localhost', port, path: route, agent: false, signal }, (response) => {
      response.resume();
      resolve({ ok: (response.statusCode ?? 500) < 500, ms: performance.now() - started });
    });
    request.on('error', () => resolve({ ok: false, ms: performance.now() - started }));
  });
}

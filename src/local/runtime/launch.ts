import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import type { WorkloadType } from '../manifest/serviceManifest.js';

export interface HealthSettings {
  readonly startupDeadlineSeconds: number;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export type ProbeSpec =
  | {
      readonly kind: 'http';
      /** `http` or `https`. */
      readonly scheme: string;
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** A service port and the port of this machine that stands for it. */
export interface LaunchPort {
  readonly name: string;
  /** Environment variables that tell it. */
  readonly variables: readonly string[];
  readonly port: number;
}

/** One container as a process. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  /** Absent: it is ready as long as it lives, after a settling time. */
  readonly readiness?: ProbeSpec;
  readonly liveness?: ProbeSpec;
}

/** A service in one environment, resolved: all that is needed to run it, or what stands in the way. */
export interface Launch {
  readonly type: WorkloadType;
  readonly processes: readonly ProcessSpec[];
  readonly ports: readonly LaunchPort[];
  readonly health: HealthSettings;
  readonly blocks: readonly Block[];
  readonly warnings: readonly PlanFinding[];
}

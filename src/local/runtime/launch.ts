import type { PlanFinding } from '../../model/delivery.js';
import type { Block } from '../../model/problem.js';
import type { WorkloadType } from '../manifest/serviceManifest.js';
import type { RunAs } from './processGroup.js';
import type { LaunchFile } from './launchFiles.js';
import type { Prerequisite } from './startOrder.js';

/** How the next one takes over: started beside what runs, or after that has stopped. */
export type Strategy = 'Rolling' | 'Recreate';

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
  /** What callers use, by the manifest. */
  readonly servicePort: number;
  /** Environment variables that tell it. */
  readonly variables: readonly string[];
  readonly port: number;
  /** What the program itself listens on in a container. */
  readonly targetPort: number;
}

/** A folder of this machine and where a container sees it. */
export interface Mount {
  readonly target: string;
  readonly folder: string;
  readonly readOnly: boolean;
}

/** One container as a process. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly files: readonly LaunchFile[];
  readonly mounts: readonly Mount[];
  /** What must be reached before it starts. */
  readonly waitsFor: readonly Prerequisite[];
  /** It ends by itself, and its exit code is its health. */
  readonly task: boolean;
  /** Whom it runs as; absent: as ourselves. */
  readonly runAs?: RunAs;
  /** How it is asked to end; SIGTERM when absent. */
  readonly stopSignal?: 'SIGINT';
  /** The container image it runs from; absent: a program of this machine. */
  readonly image?: string;
  /** Absent: it is ready as long as it lives, after a settling time. */
  readonly readiness?: ProbeSpec;
  readonly liveness?: ProbeSpec;
}

/** An address of the gateway that leads to a port of this machine. */
export interface LaunchRoute {
  readonly host: string;
  /** Prefix of the paths that are meant. */
  readonly path: string;
  readonly port: number;
}

/** When a cron job runs. */
export interface LaunchSchedule {
  readonly cron: string;
  readonly timeZone: string;
  readonly concurrencyPolicy: 'Allow' | 'Forbid' | 'Replace';
}

/** A service in one environment, resolved: all that is needed to run it, or what stands in the way. */
export interface Launch {
  readonly type: WorkloadType;
  readonly processes: readonly ProcessSpec[];
  readonly ports: readonly LaunchPort[];
  /** Values of secrets by their variables. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly health: HealthSettings;
  readonly strategy: Strategy;
  readonly schedule?: LaunchSchedule;
  readonly routes: readonly LaunchRoute[];
  readonly blocks: readonly Block[];
  readonly warnings: readonly PlanFinding[];
}

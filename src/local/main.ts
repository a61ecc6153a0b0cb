import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { onAbort } from '../base/abort.js';
import { t } from '../base/l10n.js';
import { UserError } from '../model/errors.js';
import type { Log } from '../model/log.js';
import { App } from './app.js';
import { accessEndpoints } from './http/endpoints/access.js';
import { actionEndpoints } from './http/endpoints/actions.js';
import { approvalEndpoints } from './http/endpoints/approvals.js';
import { catalogEndpoints } from './http/endpoints/catalog.js';
import { deliveryEndpoints } from './http/endpoints/delivery.js';
import { discoveryEndpoints } from './http/endpoints/discovery.js';
import { documentEndpoints } from './http/endpoints/documents.js';
import { environmentEndpoints } from './http/endpoints/environments.js';
import { groupEndpoints } from './http/endpoints/groups.js';
import { incidentEndpoints } from './http/endpoints/incidents.js';
import { lifeEndpoints } from './http/endpoints/life.js';
import { measureEndpoints } from './http/endpoints/measure.js';
import { observeEndpoints } from './http/endpoints/observe.js';
import { operationEndpoints } from './http/endpoints/operations.js';
import { pipelineEndpoints } from './http/endpoints/pipelines.js';
import { resourceEndpoints } from './http/endpoints/resources.js';
import { secretEndpoints } from './http/endpoints/secrets.js';
import { templateEndpoints } from './http/endpoints/templates.js';
import type { Faults } from './http/faults.js';
import { schemaFolder } from './http/schemaFolder.js';
import { startServer, type ApiServer, type ServerOptions } from './http/server.js';
import { Leases, type LeaseOptions } from './life/leases.js';
import { storageFault } from './store/storageFault.js';
import { takeLock } from './life/lock.js';
import { recordFile, writeRecord, type PlatformRecord } from './life/record.js';
import { tokenIn } from './life/token.js';
import { checkManifest } from './manifest/checkManifest.js';
import { expirePreviews } from './previews/previews.js';
import type { EnvironmentVariables } from './runtime/childEnvironment.js';
import { readGallery } from './templates/gallery.js';
import { processIdentity } from './runtime/processIdentity.js';
import { reapGroups, startReaper, type ReaperCommand } from './runtime/reaper.js';

export interface LocalPlatformOptions {
  readonly dataDir: string;
  /** 0: the port of last time, or any free one. */
  readonly port: number;
  /** How the API misbehaves on purpose. */
  /** As they are now. */
  readonly faults?: () => Faults | undefined;
  /** End some seconds after the last lease; without it, only when told. */
  readonly leases?: LeaseOptions;
  /** Stops the platform and all it runs. */
  readonly signal: AbortSignal;
  readonly env: EnvironmentVariables;
  readonly log: Log;
  /** How to start the reaper, given the file that lists the process groups. */
  readonly reaper: (groupsFile: string) => ReaperCommand;
  /** Folder with the JSON Schemas to serve. */
  readonly schemasDir: string;
  /** Folder with the templates on offer. */
  readonly templatesDir: string;
  readonly serverVersion: string;
}

export interface RunningLocalPlatform {
  readonly record: PlatformRecord;
  /** Resolves when everything it ran has ended. */
  readonly stopped: Promise<void>;
}

const leaseCheckMs = 1_000;

/**
 * Starts the local platform and all that was deployed on it. Rejects with `UserError`: another runs on the same
 * folder (`local.already-running`), the port is taken (`local.port-in-use`), the folder cannot be used.
 */
export async function runLocalPlatform(options: LocalPlatformOptions): Promise<RunningLocalPlatform> {
  try {
    return await run(options);
  } catch (error) {
    throw storageFault(error) ?? error;
  }
}

async function run(options: LocalPlatformOptions): Promise<RunningLocalPlatform> {
  const { dataDir, log } = options;
  makeFolder(dataDir);
  const lock = await takeLock(path.join(dataDir, 'platform.lock'));
  if ('heldBy' in lock) {
    throw new UserError(
      'local.already-running',
      t(
        'A local platform already runs on {0} (process {1}). Use it, or stop it first.',
        dataDir,
        lock.heldBy,
      ),
    );
  }
  /** What ends what was begun, last first; each part does its work whatever becomes of the others. */
  const endings: (() => unknown)[] = [() => lock.release()];
  const end = async (): Promise<void> => {
    for (const ending of endings.splice(0).reverse()) {
      try {
        await ending();
      } catch (error) {
        log.error('A part of the platform did not end well.', error);
      }
    }
  };
  try {
    // What a platform before this one could not end. Its file is not ours: its reaper may still work on it.
    await Promise.all(groupFiles(dataDir).map(reapGroups));
    const groups = path.join(dataDir, `groups-${randomUUID()}.json`);
    const app = new App({
      dataDir,
      groupsFile: groups,
      env: options.env,
      log,
      ...(options.faults && { faults: options.faults }),
    });
    const tokenFile = path.join(dataDir, 'token');
    const leases = new Leases(options.leases);
    if (!options.leases) leases.keep();
    const ending = new AbortController();
    const gallery = await readGallery(options.templatesDir);
    app.takeGallery(gallery);
    const token = tokenIn(tokenFile);
    const server = await listen(app, options, {
      identify: (given) => app.identify(given, token),
      audit: (entry) => app.control.audit.add(entry),
      endpoints: [
        ...discoveryEndpoints({
          serverVersion: options.serverVersion,
          schemas: schemaFolder(options.schemasDir),
          validate: checkManifest,
        }),
        ...catalogEndpoints(app),
        ...deliveryEndpoints(app),
        ...operationEndpoints(app),
        ...observeEndpoints(app),
        ...accessEndpoints(app),
        ...approvalEndpoints(app),
        ...groupEndpoints(app),
        ...incidentEndpoints(app),
        ...measureEndpoints(app),
        ...resourceEndpoints(app),
        ...secretEndpoints(app),
        ...documentEndpoints(app, options.dataDir, gallery),
        ...actionEndpoints(app),
        ...environmentEndpoints(app),
        ...pipelineEndpoints(app),
        ...templateEndpoints(app, gallery),
        ...lifeEndpoints(leases, () => ending.abort()),
      ],
      log,
      ...(options.faults && { faults: options.faults }),
    });
    endings.push(() => server.close());
    const reaper = startReaper(options.reaper(groups), log);
    endings.splice(
      1,
      0,
      () => reaper.dispose(),
      () => app.stop(),
    );
    app.store.update((state) => ({ ...state, port: server.port }));
    await app.resume();
    app.store.flush();
    const identity = await processIdentity(process.pid);
    const record: PlatformRecord = {
      url: `http://127.0.0.1:${server.port}/v1`,
      pid: process.pid,
      ...(identity !== undefined && { identity }),
      tokenFile,
    };
    writeRecord(dataDir, record);
    endings.push(() => rmSync(recordFile(dataDir), { force: true }));
    const timer = setInterval(() => {
      if (leases.isExpired) ending.abort();
      expirePreviews(app);
    }, leaseCheckMs);
    const outer = onAbort(options.signal, () => ending.abort());
    const stopped = new Promise<void>((resolve, reject) => {
      onAbort(ending.signal, () => {
        clearInterval(timer);
        outer.dispose();
        end().then(resolve, reject);
      });
    });
    return { record, stopped };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The port asked for, else the one of last time, else any free one. */
async function listen(
  app: App,
  { port, log }: LocalPlatformOptions,
  options: ServerOptions,
): Promise<ApiServer> {
  const known = app.store.state.port;
  if (port === 0 && known !== undefined) {
    try {
      return await startServer(known, options);
    } catch (error) {
      log.warn(`Port ${known} of last time is taken (${codeOf(error)}): another is chosen.`);
    }
  }
  try {
    return await startServer(port, options);
  } catch (error) {
    const message =
      codeOf(error) === 'EADDRINUSE'
        ? t('Port {0} is in use. Choose another with --port, or 0 for any free one.', port)
        : t(
            'Cannot listen on port {0} ({1}). Choose another with --port, or 0 for any free one.',
            port,
            codeOf(error),
          );
    throw new UserError('local.port-in-use', message, error);
  }
}

function groupFiles(dataDir: string): readonly string[] {
  return readdirSync(dataDir)
    .filter((file) => /^groups-.*\.json$/.test(file))
    .map((file) => path.join(dataDir, file));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new UserError(
      'local.data-folder',
      t('Cannot use the folder {0} ({1}). Choose another with --data.', folder, codeOf(error)),
      error,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

import { UserError } from '../../model/errors.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import type { Launch } from '../runtime/launch.js';
import type { Place, Runtime } from '../runtime/runtime.js';
import { Schedule } from '../runtime/schedule.js';
import type { ReleaseRecord } from '../store/state.js';
import type { Launcher } from './launcher.js';

export interface ScheduleContext {
  readonly dataDir: string;
  readonly runtime: Runtime;
  readonly launcher: Launcher;
}

/** Lets a cron job run by its schedule from now on; each run is resolved anew. Throws `UserError`. */
export async function setSchedule(
  deployment: string,
  release: ReleaseRecord,
  place: Place,
  start: readonly string[] | undefined,
  { dataDir, runtime, launcher }: ScheduleContext,
): Promise<void> {
  const signal = new AbortController().signal;
  const resolve = async (instance: string): Promise<Launch> => {
    const wanted = { start, instance, signal, onLine: () => undefined };
    const launch = await launcher.resolve(release, place.environment, wanted);
    const [block] = launch.blocks;
    if (block) throw new UserError('local.blocked', block.message ?? block.reason);
    return launch;
  };
  const { schedule: plan } = await resolve(deployment);
  if (!plan) return;
  const { code } = releaseFolder(dataDir, place.service, release.id);
  const schedule = new Schedule({
    plan,
    start: async (run) => {
      const instance = `${deployment}-${run}`;
      return runtime.startRun(place, instance, await resolve(instance), code);
    },
    onChange: () => runtime.announce(place),
  });
  await runtime.setSchedule(place, schedule);
}

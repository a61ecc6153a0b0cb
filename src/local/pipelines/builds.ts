import { t } from '../../base/l10n.js';
import type { BuildPlan } from '../releases/buildPlan.js';
import { buildRelease, isBuilt, runCommand, type BuildContext } from '../releases/buildRelease.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import type { ReleaseRecord } from '../store/state.js';
import type { Pipelines } from './pipelines.js';
import { testSummary } from './testSummary.js';

type Context = Omit<BuildContext, 'onStep'>;

/** Builds a release once, as a pipeline run of its commit, and has its tests run beside. Throws `UserError`. */
export async function buildAsRun(
  release: ReleaseRecord,
  plan: BuildPlan,
  pipelines: Pipelines,
  context: Context,
): Promise<void> {
  const folder = releaseFolder(context.dataDir, release.service, release.id);
  if (await isBuilt(folder)) {
    context.onLine(t('The release is built already.'));
    return;
  }
  const run = pipelines.start(newRun(release, 'Build', t('Build {0}', release.version)));
  const line = (message: string): void => {
    run.line(message);
    context.onLine(message);
  };
  try {
    run.begin('source', t('Take the source'));
    await buildRelease(folder, plan, {
      ...context,
      onLine: line,
      onStep: (step, detail) => {
        run.begin(step, step === 'install' ? t('Install dependencies') : t('Build'));
        line(detail);
      },
    });
    run.end();
  } catch (error) {
    run.end(error);
    throw error;
  }
  // A deployment does not wait for them; how they went is in their own run.
  if (plan.test) void testAsRun(release, plan.test, pipelines, context);
}

async function testAsRun(
  release: ReleaseRecord,
  command: readonly string[],
  pipelines: Pipelines,
  context: Context,
): Promise<void> {
  const folder = releaseFolder(context.dataDir, release.service, release.id);
  const run = pipelines.start(newRun(release, 'Test', t('Test {0}', release.version)));
  const lines: string[] = [];
  const onLine = (message: string): void => {
    lines.push(message);
    run.line(message);
  };
  try {
    run.begin('test', command.join(' '));
    await runCommand(command, folder.code, { ...context, signal: AbortSignal.timeout(600_000), onLine });
    run.end(undefined, summary(lines));
  } catch (error) {
    run.end(error, summary(lines));
  }
}

function summary(lines: readonly string[]): { readonly tests?: ReturnType<typeof testSummary> & object } {
  const tests = testSummary(lines);
  return tests ? { tests } : {};
}

function newRun(release: ReleaseRecord, kind: string, title: string): Parameters<Pipelines['start']>[0] {
  return {
    service: release.service,
    kind,
    title,
    trigger: 'Deployment',
    release: release.id,
    createdBy: release.createdBy,
    ...(release.commit && { commit: release.commit }),
  };
}

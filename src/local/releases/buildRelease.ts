import { cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { constants } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { GroupRegistry } from '../runtime/groupRegistry.js';
import { program } from '../runtime/programs.js';
import { runToEnd } from '../runtime/runToEnd.js';
import { writeFileAtomically } from '../store/stateFile.js';
import type { BuildPlan } from './buildPlan.js';
import type { ReleaseFolder } from './releaseFolder.js';

export interface BuildContext {
  readonly dataDir: string;
  readonly registry: GroupRegistry;
  /** The allow-listed environment; nothing else reaches the build. */
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  onStep(step: 'install' | 'build', detail: string): void;
  onLine(line: string): void;
}

const lastLines = 20;
const copyOptions = { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE } as const;

export async function isBuilt(folder: ReleaseFolder): Promise<boolean> {
  return (await stat(folder.built).catch(() => undefined)) !== undefined;
}

/** Makes a release's `code` from its `source`, once: what was built is kept with it. Throws `UserError`. */
export async function buildRelease(
  folder: ReleaseFolder,
  plan: BuildPlan,
  context: BuildContext,
): Promise<void> {
  if (await isBuilt(folder)) return;
  await rm(folder.code, { recursive: true, force: true });
  await cp(folder.source, folder.code, copyOptions);
  if (plan.install) await install(folder.code, plan.install, plan.dependencyKey, context);
  if (plan.build) {
    context.onStep('build', plan.build.join(' '));
    await runCommand(plan.build, folder.code, context);
  }
  writeFileAtomically(folder.built, JSON.stringify({ install: plan.install, build: plan.build }));
}

async function install(
  code: string,
  command: readonly string[],
  key: string | undefined,
  context: BuildContext,
): Promise<void> {
  const cached = key === undefined ? undefined : path.join(context.dataDir, 'dependencies', key);
  const modules = path.join(code, 'node_modules');
  if (cached !== undefined && (await stat(cached).catch(() => undefined))) {
    context.onStep('install', t('from the cache: the lock file is unchanged'));
    await cp(cached, modules, copyOptions);
    return;
  }
  context.onStep('install', command.join(' '));
  await runCommand(command, code, context);
  if (cached === undefined || !(await stat(modules).catch(() => undefined))) return;
  const incoming = `${cached}.${randomUUID()}`;
  await mkdir(path.dirname(cached), { recursive: true });
  await cp(modules, incoming, copyOptions);
  // Another release may have been quicker; its copy is as good.
  await rename(incoming, cached).catch(() => rm(incoming, { recursive: true, force: true }));
}

/** Runs a command in a release's folder. Throws `UserError` with its last lines when it fails. */
export async function runCommand(
  words: readonly string[],
  cwd: string,
  context: Omit<BuildContext, 'onStep'>,
): Promise<void> {
  const found = program(words, context.env);
  if (!found) return;
  const tail: string[] = [];
  const exit = await runToEnd(
    { ...found, cwd, env: context.env },
    context.registry,
    (_stream, line) => {
      tail.push(line);
      if (tail.length > lastLines) tail.shift();
      context.onLine(line);
    },
    context.signal,
  );
  if (exit.code === 0) return;
  throw new UserError(
    'local.build-failed',
    t(
      '"{0}" ended with {1}. Correct it, then deploy again. Last lines:\n{2}',
      words.join(' '),
      exit.code === null ? t('signal {0}', exit.signal ?? '') : t('exit code {0}', exit.code),
      tail.join('\n'),
    ),
  );
}

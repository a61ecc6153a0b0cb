import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { at, canonical, entries, isObject, member, text, type JsonObject } from '../manifest/json.js';
import { splitCommand } from './splitCommand.js';
import { sha256 } from './contentDigest.js';

export const buildAnnotation = 'goldenpath.dev/build-command';

/** What is done in a release's folder before its first start. */
export interface BuildPlan {
  /** Words of the command that installs dependencies. */
  readonly install?: readonly string[];
  /** Names the dependencies: releases with the same key share one installation. */
  readonly dependencyKey?: string;
  /** Words of the build command. */
  readonly build?: readonly string[];
  /** `declared` in the manifest, or `detected` in package.json. */
  readonly origin?: 'declared' | 'detected';
  /** Words of the start command, for a container that names none. */
  readonly start?: readonly string[];
  /** Words of the command that runs the tests. */
  readonly test?: readonly string[];
  readonly warnings: readonly string[];
}

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
const dependencyFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'overrides',
  'workspaces',
];

/** Reads from the manifest and package.json how a folder is built. Throws `UserError` for a command we cannot run. */
export async function planBuild(manifest: JsonObject, folder: string): Promise<BuildPlan> {
  const [packageText, lock, npmrc] = await Promise.all(
    ['package.json', 'package-lock.json', '.npmrc'].map((file) => readOptional(path.join(folder, file))),
  );
  const declared = text(at(manifest, 'metadata', 'annotations', buildAnnotation));
  const packageJson = packageText === undefined ? undefined : parsePackage(packageText);
  const needs = dependencyFields.some((field) => entries(member(packageJson, field)).length > 0);
  const scripts = member(packageJson, 'scripts');
  const build =
    declared !== undefined
      ? { build: splitCommand(declared), origin: 'declared' as const }
      : text(member(scripts, 'build')) !== undefined
        ? { build: ['npm', 'run', 'build'], origin: 'detected' as const }
        : {};
  return {
    ...(needs && {
      install: lock === undefined ? ['npm', 'install', ...quiet] : ['npm', 'ci', ...quiet],
    }),
    ...(needs && lock !== undefined && { dependencyKey: dependencyKey(packageJson, lock, npmrc) }),
    ...build,
    ...(text(member(scripts, 'start')) !== undefined && { start: ['npm', 'run', 'start'] }),
    ...(hasTests(text(member(scripts, 'test'))) && { test: ['npm', 'run', 'test'] }),
    warnings:
      needs && lock === undefined
        ? [t('There is no package-lock.json: what is installed may differ from one release to the next.')]
        : [],
  };
}

/** `npm init` writes a script that only fails. */
function hasTests(script: string | undefined): boolean {
  return script !== undefined && !script.includes('no test specified');
}

function dependencyKey(packageJson: unknown, lock: string, npmrc: string | undefined): string {
  const wanted = dependencyFields.map((field) => member(packageJson, field) ?? {});
  return sha256(
    canonical([lock, npmrc ?? '', wanted, process.platform, process.arch, process.versions.modules]),
  ).slice(0, 32);
}

function parsePackage(source: string): JsonObject {
  try {
    const parsed: unknown = JSON.parse(source);
    if (isObject(parsed)) return parsed;
  } catch {
    // Falls through: the sentence below is what the person needs.
  }
  throw new UserError(
    'local.package-json-invalid',
    t('package.json is not valid JSON: correct it, then try again.'),
  );
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

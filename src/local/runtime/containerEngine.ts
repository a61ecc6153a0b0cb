import { execFile } from 'node:child_process';
import { t } from '../../base/l10n.js';
import { baseEnvironment, type EnvironmentVariables } from './childEnvironment.js';
import type { GroupCommand } from './processGroup.js';
import type { LaunchPort, ProcessSpec } from './launch.js';

/** The container engine of this machine, or why there is none. */
export type ContainerEngine =
  | { readonly kind: 'available'; readonly program: string; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'missing'; readonly reason: string };

const programs = ['docker', 'podman'] as const;
const answerMs = 5_000;
/** What the engines' own programs need besides, to find their daemon. */
const engineVariables = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'CONTAINER_HOST',
  'XDG_RUNTIME_DIR',
];

/** Looks for Docker, then Podman; one whose daemon does not answer does not count. */
export async function findContainerEngine(own: EnvironmentVariables): Promise<ContainerEngine> {
  const env = baseEnvironment(own);
  for (const name of engineVariables) {
    const value = own[name];
    if (value !== undefined) env[name] = value;
  }
  let reason = t('neither Docker nor Podman is installed');
  for (const program of programs) {
    const state = await ask(program, env);
    if (state === 'running') return { kind: 'available', program, env };
    if (state === 'silent') reason = t('{0} is installed, but does not answer', program);
  }
  return { kind: 'missing', reason };
}

function ask(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<'running' | 'silent' | 'absent'> {
  return new Promise((resolve) => {
    execFile(program, ['ps', '--quiet'], { env, timeout: answerMs, windowsHide: true }, (error) => {
      if (error === null) resolve('running');
      else resolve('code' in error && error.code === 'ENOENT' ? 'absent' : 'silent');
    });
  });
}

export interface ContainerPlace {
  readonly name: string;
  /** Marks what is ours, so that a later platform can clear it away. */
  readonly label: string;
  readonly ports: readonly LaunchPort[];
  readonly cwd: string;
}

/** The command that runs a process in a container and ends with it. Values of variables are in no argument. */
export function containerCommand(
  spec: ProcessSpec,
  image: string,
  engine: Extract<ContainerEngine, { kind: 'available' }>,
  place: ContainerPlace,
): GroupCommand {
  const [entrypoint, ...words] = spec.command;
  const args = ['run', '--rm', '--init', '--name', place.name, '--label', place.label];
  for (const { port, targetPort } of place.ports) args.push('--publish', `127.0.0.1:${port}:${targetPort}`);
  for (const name of Object.keys(spec.variables)) args.push('--env', name);
  for (const { target, path } of spec.files) args.push('--volume', `${path}:${target}:ro`);
  for (const { target, folder, readOnly } of spec.mounts) {
    args.push('--volume', `${folder}:${target}${readOnly ? ':ro' : ''}`);
  }
  if (entrypoint !== undefined) args.push('--entrypoint', entrypoint);
  return {
    file: engine.program,
    args: [...args, image, ...words],
    cwd: place.cwd,
    env: { ...engine.env, ...spec.variables },
  };
}

/** Removes the containers with a label, or the one of a name. Never rejects: what is gone is gone. */
export function removeContainers(
  engine: ContainerEngine,
  which: { readonly label: string } | { readonly name: string },
): Promise<void> {
  if (engine.kind === 'missing') return Promise.resolve();
  const call = (args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      const options = { env: engine.env, timeout: 30_000, windowsHide: true };
      execFile(engine.program, [...args], options, (_error, stdout) => resolve(stdout));
    });
  const remove = (ids: readonly string[]): Promise<unknown> =>
    ids.length === 0 ? Promise.resolve() : call(['rm', '--force', ...ids]);
  if ('name' in which) return remove([which.name]).then(() => undefined);
  return call(['ps', '--all', '--quiet', '--filter', `label=${which.label}`])
    .then((ids) => remove(ids.split(/\s+/).filter((id) => id !== '')))
    .then(() => undefined);
}

import type { CommandIo } from './command.js';

/** The name of the only service in a folder. What reads manifests is loaded only when a name has to be found. */
export async function serviceOf(folder: string, io: CommandIo): Promise<string> {
  const { readManifest } = await import('./readManifest.js');
  return (await readManifest(folder, undefined, io)).name;
}

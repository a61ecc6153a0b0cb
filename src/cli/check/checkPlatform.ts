import { PlatformManifestCheck } from '../../platform/manifestCheck.js';
import { liveNames } from '../../platform/names/liveNames.js';
import { PlatformSchemas, type SchemaStore } from '../../platform/schemas/platformSchemas.js';
import type { LanguagePorts } from '../../language/ports.js';
import type { CommandIo } from '../command.js';
import { connectNamed } from '../connect.js';

/** What a check may ask of a platform. */
export interface CheckPlatform {
  readonly ports: Pick<LanguagePorts, 'catalog' | 'manifestCheck' | 'schemas'>;
  dispose(): void;
}

/** A check is about the platform as it is now. */
const nothingKept: SchemaStore = { get: () => undefined, update: () => Promise.resolve() };

/** Connects to a platform that was named; one that does not answer is an error, because it was asked for. */
export async function checkPlatform(
  name: string,
  tokenFile: string | undefined,
  io: CommandIo,
): Promise<CheckPlatform> {
  const platform = await connectNamed(name, tokenFile, io);
  try {
    await platform.getInfo({ signal: io.signal });
  } catch (error) {
    platform.dispose();
    throw error;
  }
  return {
    ports: {
      catalog: liveNames(platform),
      manifestCheck: new PlatformManifestCheck(platform),
      schemas: new PlatformSchemas(platform, nothingKept),
    },
    dispose: () => platform.dispose(),
  };
}

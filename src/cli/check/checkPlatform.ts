import { PlatformManifestCheck } from '../../platform/manifestCheck.js';
import { liveNames } from '../../platform/names/liveNames.js';
import { PlatformSchemas, type SchemaStore } from '../../platform/schemas/platformSchemas.js';
import { PlatformError } from '../../model/errors.js';
import type { Platform } from '../../model/platform.js';
import type { LanguagePorts } from '../../language/ports.js';
import type { CommandIo } from '../command.js';
import { connectNamed } from '../connect.js';
import { failureOf } from '../failure.js';

/** What a check may ask of a platform. */
export interface CheckPlatform {
  readonly ports: Pick<LanguagePorts, 'catalog' | 'manifestCheck' | 'schemas'>;
  /** Throws what kept the platform from answering, if anything did: in an editor that is passed over. */
  assertAnswered(): void;
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
  const faults: unknown[] = [];
  const heard = listening(platform, (call, error) => {
    if (isUnanswered(call, error)) faults.push(error);
  });
  return {
    ports: {
      catalog: liveNames(heard),
      manifestCheck: new PlatformManifestCheck(heard),
      schemas: new PlatformSchemas(heard, nothingKept),
    },
    assertAnswered: () => {
      if (faults.length > 0) throw faults[0];
    },
    dispose: () => platform.dispose(),
  };
}

/** Lists may be closed to whoever asks; the check of a manifest was asked for. */
function isUnanswered(call: PropertyKey, error: unknown): boolean {
  if (PlatformError.is(error, 'not-implemented')) return false;
  return call === 'validateManifest' || failureOf(error).exit === 2;
}

/** The same platform; whoever listens hears of the calls that fail. */
function listening(platform: Platform, failed: (call: PropertyKey, error: unknown) => void): Platform {
  return new Proxy(platform, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(member, target, given);
        if (answer instanceof Promise) answer.catch((error: unknown) => failed(name, error));
        return answer;
      };
    },
  });
}

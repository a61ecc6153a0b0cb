import {
  runConformance,
  type ConformanceOptions,
  type Result,
} from '../../../src/conformance/conformance.js';
import { bareSend } from '../../../src/cli/conformance/send.js';

type Options = Pick<ConformanceOptions, 'root' | 'level'> &
  Partial<Pick<ConformanceOptions, 'token' | 'target' | 'only'>>;

/** Runs the kit in this process. */
export async function judge(options: Options): Promise<readonly Result[]> {
  const network = bareSend();
  try {
    const report = await runConformance({
      ...options,
      send: network.send,
      signal: new AbortController().signal,
      timeoutMs: 5_000,
      operationTimeoutMs: 6_000,
    });
    return report.results;
  } finally {
    await network.dispose();
  }
}

/** What departs, one line each. */
export function departures(results: readonly Result[]): string[] {
  return results
    .filter(({ outcome }) => outcome === 'departs')
    .map(({ id, message, exchanges = [] }) => `${id}: ${message ?? ''} ${JSON.stringify(exchanges)}`);
}

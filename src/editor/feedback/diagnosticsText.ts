import { plainLine } from '../../base/plainText.js';
import { redact } from '../../base/redact.js';
import type { LiveSnapshot } from '../../model/live.js';
import type { PartHealth } from '../../model/partHealth.js';
import type { Fault } from './faultMemory.js';

/** What is told of one platform: how it is bound, never with what. */
export interface DiagnosedPlatform {
  readonly kind: string;
  /** Host and port. */
  readonly host: string;
  readonly isSignedIn: boolean;
  readonly snapshot: LiveSnapshot;
  /** Of a platform out of parts. */
  readonly parts?: readonly PartHealth[];
}

export interface DiagnosticFacts {
  /** Name and value, in order. */
  readonly versions: readonly (readonly [name: string, value: string])[];
  readonly states: readonly (readonly [name: string, value: string])[];
  readonly platforms: readonly DiagnosedPlatform[];
  readonly faults: readonly Fault[];
}

/**
 * What helps somebody else to find a fault: versions, states, what platforms offer and the kinds of the last faults. By
 * its making it has no token, no text of a file and no name of a service. Not translated: it is for whoever is asked.
 */
export function diagnosticsText({ versions, states, platforms, faults }: DiagnosticFacts): string {
  const lines = [
    'Golden Path diagnostics',
    '',
    ...versions.map(pair),
    '',
    ...states.map(pair),
    ...platforms.flatMap(platformLines),
    '',
    faults.length === 0 ? 'No faults in this window.' : 'Last faults:',
    ...faults.map(({ time, what, code }) => `  ${time} ${what}${code === '' ? '' : ` (${code})`}`),
  ];
  return `${lines.map((line) => redact(plainLine(line)).replaceAll('`', "'")).join('\n')}\n`;
}

function pair([name, value]: readonly [string, string]): string {
  return `${name}: ${value}`;
}

function platformLines(
  { kind, host, isSignedIn, snapshot, parts = [] }: DiagnosedPlatform,
  index: number,
): readonly string[] {
  const { info, status, services, environments, error, asOf } = snapshot;
  const capabilities = Object.entries(info?.capabilities ?? {}).map(
    ([name, { level }]) => `${name}=${level}`,
  );
  return [
    '',
    `Platform ${index + 1}: ${kind}, ${host}, ${isSignedIn ? 'signed in' : 'not signed in'}`,
    `  contract ${info?.contractVersion ?? 'unknown'}, server ${info?.serverVersion ?? 'unknown'}`,
    `  picture ${status}${asOf === undefined ? '' : ` as of ${new Date(asOf).toISOString()}`}, ${services.size} services, ${environments.size} environments`,
    ...(error ? [`  last answer: ${error.code}`] : []),
    ...parts.map(({ name, type, url, state }) => `  part ${name} (${type}) at ${hostOf(url)}: ${state}`),
    `  capabilities: ${capabilities.length > 0 ? capabilities.sort().join(' ') : 'none known'}`,
  ];
}

function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'no server';
}

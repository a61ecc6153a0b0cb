import * as vscode from 'vscode';
import { rootOf, type PlatformType } from '../../platform/platformRoot.js';

const section = 'goldenPath';

/** A platform that the user's settings name. */
export interface NamedPlatform {
  readonly name: string;
  readonly url: string;
  readonly type?: 'backstage';
  /** Where people see it in the browser. */
  readonly app?: string;
}

/**
 * The platforms of the user's own settings. A workspace's value never counts: its host would get the token. Entries that
 * are no address are left out; the settings editor marks them.
 */
export function platformsSetting(): readonly NamedPlatform[] {
  const value = vscode.workspace.getConfiguration(section).inspect<unknown>('platforms')?.globalValue;
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => namedPlatform(name, entry));
}

/** An entry is the address of a platform, or an object that tells which one is a Backstage, and where its pages are. */
function namedPlatform(name: string, entry: unknown): readonly NamedPlatform[] {
  const { url, type, app } = typeof entry === 'object' && entry !== null ? (entry as Told) : { url: entry };
  const isBackstage = type === 'backstage';
  const root = typeof url === 'string' ? urlOrNone(isBackstage ? 'backstage' : 'contract', url) : undefined;
  if (root === undefined) return [];
  const isPage = typeof app === 'string' && /^https?:$/.test(URL.parse(app)?.protocol ?? '');
  return [{ name, url: root, ...(isBackstage && { type: 'backstage' as const }), ...(isPage && { app }) }];
}

interface Told {
  readonly url?: unknown;
  readonly type?: unknown;
  readonly app?: unknown;
}

function urlOrNone(type: PlatformType, text: string): string | undefined {
  try {
    return rootOf(type, text);
  } catch {
    return undefined;
  }
}

export function codeLensEnabled(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get('codeLens.enabled', true);
}

export function gutterEnabled(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get('gutter.enabled', false);
}

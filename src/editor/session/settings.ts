import * as vscode from 'vscode';
import { parsePlatformUrl } from '../../platform/http/url.js';

const section = 'goldenPath';

/** A platform that the user's settings name. */
export interface NamedPlatform {
  readonly name: string;
  readonly url: string;
}

/**
 * The platforms of the user's own settings. A workspace's value never counts: its host would get the token. Entries that
 * are no address are left out; the settings editor marks them.
 */
export function platformsSetting(): readonly NamedPlatform[] {
  const value = vscode.workspace.getConfiguration(section).inspect<unknown>('platforms')?.globalValue;
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, url]) => {
    const parsed = typeof url === 'string' ? urlOrNone(url) : undefined;
    return parsed === undefined ? [] : [{ name, url: parsed }];
  });
}

function urlOrNone(text: string): string | undefined {
  try {
    return parsePlatformUrl(text);
  } catch {
    return undefined;
  }
}

export function codeLensEnabled(scope: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration(section, scope).get('codeLens.enabled', true);
}

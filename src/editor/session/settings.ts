import * as vscode from 'vscode';
import { UserError } from '../../model/errors.js';
import type { CompositionConfig } from '../../platform/composed/compositionConfig.js';
import { compositionUrl } from '../../platform/composed/compositionUrl.js';
import { isComposition, readComposition } from '../../platform/composed/readComposition.js';
import { rootOf, type PlatformType } from '../../platform/platformRoot.js';

const section = 'goldenPath';

/** A platform that the user's settings name. */
export interface NamedPlatform {
  readonly name: string;
  readonly url: string;
  readonly type?: 'backstage';
  /** Where people see it in the browser. */
  readonly app?: string;
  /** What it is made of, where it is made of several systems. */
  readonly parts?: CompositionConfig;
}

/**
 * The platforms of the user's own settings. A workspace's value never counts: its host would get the token. Entries that
 * are no address are left out; the settings editor marks them.
 */
export function platformsSetting(): readonly NamedPlatform[] {
  return Object.entries(platformEntries()).flatMap(([name, entry]) => {
    try {
      return namedPlatform(name, entry);
    } catch (error) {
      if (error instanceof UserError) return [];
      throw error;
    }
  });
}

/** What is wrong with entries that are made of parts, each a sentence that names the place. */
export function platformFaults(): readonly string[] {
  return Object.entries(platformEntries()).flatMap(([name, entry]) => {
    try {
      namedPlatform(name, entry);
      return [];
    } catch (error) {
      if (error instanceof UserError) return [`goldenPath.platforms, ${name}: ${error.message}`];
      throw error;
    }
  });
}

/** Adds an entry to the user's own setting, in the place of one of the same name, and nothing else. */
export async function savePlatform(name: string, entry: CompositionConfig): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  const next = { ...platformEntries(), [name]: entry };
  await settings.update('platforms', next, vscode.ConfigurationTarget.Global);
}

/** The user's own entries, as they are written. */
export function platformEntries(): Readonly<Record<string, unknown>> {
  const value = vscode.workspace.getConfiguration(section).inspect<unknown>('platforms')?.globalValue;
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

/** An entry is the address of a platform, an object that tells which one is a Backstage, or the parts that it is made of. Throws `UserError` for parts that are wrong. */
function namedPlatform(name: string, entry: unknown): readonly NamedPlatform[] {
  if (isComposition(entry)) return [{ name, url: compositionUrl(name), parts: readComposition(entry) }];
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

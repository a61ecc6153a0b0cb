import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import { atWindow } from './driver.js';
import { ScriptedPrompts } from '../../support/scriptedPrompts.js';

interface Contributions {
  readonly commands: readonly { readonly command: string }[];
  readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
}

function contributions(): Contributions {
  const extension = vscode.extensions.getExtension('golden-path.golden-path');
  const text = readFileSync(path.join(extension?.extensionPath ?? '', 'package.json'), 'utf8');
  return (JSON.parse(text) as { contributes: Contributions }).contributes;
}

/** Every command of the package's manifest. */
export function everyCommand(): readonly string[] {
  return contributions().commands.map(({ command }) => command);
}

/** Those that the menus of rows have. */
export function commandsOfRows(): readonly string[] {
  const entries = contributions().menus['view/item/context'] ?? [];
  return [...new Set(entries.map(({ command }) => command))];
}

/** What another extension, a stale row or a keybinding could hand to a command. */
export function garbage(): readonly unknown[] {
  const circular: Record<string, unknown> = { kind: 'service', id: 'x' };
  circular['service'] = circular;
  return [
    undefined,
    null,
    0,
    Number.NaN,
    '',
    '../../etc/passwd',
    [],
    {},
    circular,
    { kind: 'deployment', id: 'x' },
    { kind: 'operation', id: 'operation/x', operation: 'op_none' },
    { kind: 'nothing', id: 7, service: null },
    { service: 7, environment: {}, operation: [], incident: false, uri: 1 },
    { service: 'no-such', environment: 'nowhere' },
    { service: 'hello', environment: 'production', deployment: 'dep_none', to: 'nowhere' },
    { platform: 'https://somewhere.invalid/v1', service: 'hello', environment: 'production' },
    { uri: 'file:///no/such/file' },
    () => 'x',
  ];
}

/**
 * Writes that went out while watched: what changes something. Plans, releases (which nothing runs) and the lease that says
 * which windows use the local platform do not.
 */
export function watchWrites(): { readonly seen: readonly string[]; stop(): void } {
  const seen: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const { pathname, searchParams, origin } = new URL(address);
    const isOurs = !origin.endsWith(new URL(process.env['GOLDEN_PATH_DRIVER'] ?? 'http://none').host);
    const isLook =
      searchParams.get('dryRun') === 'true' ||
      /\/(releases|validate|evaluations)$|^\/local\/leases\//.test(pathname);
    if (isOurs && method !== 'GET' && method !== 'HEAD' && !isLook) seen.push(`${method} ${pathname}`);
    return fetch(input, init);
  };
  return {
    seen,
    stop: () => {
      globalThis.fetch = fetch;
    },
  };
}

const longest = 20_000;

/**
 * Runs a command twice at once with each argument, and turns every question away. Fails when it rejects, hangs, or says
 * anything but sentences.
 */
export async function runBadly(loaded: App, command: string, args: readonly unknown[]): Promise<void> {
  for (const argument of args) await runTwice(loaded, command, [argument]);
}

/** The same with the arguments of one call; gives what it asked and told. */
export async function runTwice(
  loaded: App,
  command: string,
  args: readonly unknown[],
): Promise<ScriptedPrompts> {
  const prompts = new ScriptedPrompts();
  loaded.prompts = prompts;
  const runs = [0, 1].map(() => vscode.commands.executeCommand(command, ...args));
  await within(command, args, Promise.all(runs));
  for (const { sentence } of prompts.told) {
    assert.ok(isSentence(sentence), `${command} says: ${sentence}`);
  }
  return prompts;
}

function isSentence(text: string): boolean {
  const isCode =
    /\n\s+at |TypeError|RangeError|\[object|undefined is not|Cannot read prop|not a function|Unexpected failure/;
  return text.trim() !== '' && text.length < 600 && !isCode.test(text);
}

/** Presses Escape as a person would while something of the editor's own is open. */
async function within(command: string, argument: unknown, work: Promise<unknown>): Promise<void> {
  const done = work.then(() => 'done');
  const until = Date.now() + longest;
  while (Date.now() < until) {
    const pause = new Promise((resolve) => setTimeout(resolve, 700));
    if ((await Promise.race([done, pause])) === 'done') return;
    await atWindow('keys', 'Escape');
  }
  assert.fail(`${command} with ${describe(argument)} did not end`);
}

function describe(argument: unknown): string {
  try {
    return JSON.stringify(argument);
  } catch {
    return String(argument);
  }
}

import { asMap } from '../documents/yamlDocument.js';
import type { LanguagePorts } from '../ports.js';
import { actionOutputs } from '../templating/outputs.js';
import { templateSteps } from '../templating/steps.js';
import { isKeyPath } from './slots.js';

const place = ['spec', 'steps', '#', 'action'];

/** Whether a path of a document is that of the action of a step: of a scaffolder template. */
export function namesAction(root: unknown, path: readonly (string | number)[]): boolean {
  const version = asMap(root)?.['apiVersion'];
  return isScaffolder(version) && isKeyPath(place, path);
}

function isScaffolder(version: unknown): boolean {
  return typeof version === 'string' && version.startsWith('scaffolder.backstage.io/');
}

/** How often the templates of the workspace and a document run each action, the commonest first. */
export function usedActions(document: unknown, { workspace }: LanguagePorts): ReadonlyMap<string, number> {
  const others = (workspace?.documents() ?? []).filter(({ apiVersion }) => isScaffolder(apiVersion));
  const known = others.flatMap(({ value }) => actionsIn(value));
  // The file that is open counts once: the workspace may hold it, as it was read last.
  const own = actionsIn(document).filter((name) => !known.includes(name));
  const counts = new Map<string, number>();
  for (const name of [...known, ...own]) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

function actionsIn(document: unknown): string[] {
  return templateSteps(asMap(asMap(document)?.['spec'])?.['steps']).flatMap(({ action }) =>
    action === undefined || action === '' || action.includes('${{') ? [] : [action],
  );
}

/** What later steps can read of a step that runs an action; empty where that is not known. */
export function outputsOf(action: string): readonly string[] {
  return Object.hasOwn(actionOutputs, action) ? (actionOutputs[action] ?? []) : [];
}

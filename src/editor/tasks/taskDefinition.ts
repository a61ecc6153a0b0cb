/** The type of tasks, as `tasks.json` and the contribution name it. */
export const taskType = 'golden-path';

/** What a task of ours says in `tasks.json`. */
export type TaskWish =
  | { readonly task: 'check'; readonly path: string }
  | { readonly task: 'deploy'; readonly service?: string; readonly environment: string };

/** Reads a definition; `undefined` for one that is none of ours. */
export function taskWish(definition: Readonly<Record<string, unknown>>): TaskWish | undefined {
  const { type, task, path = '.', service, environment } = definition;
  if (type !== taskType) return undefined;
  if (task === 'check' && typeof path === 'string' && !path.startsWith('-')) return { task, path };
  if (task !== 'deploy' || typeof environment !== 'string' || environment === '') return undefined;
  if (service !== undefined && typeof service !== 'string') return undefined;
  return { task, environment, ...(service !== undefined && { service }) };
}

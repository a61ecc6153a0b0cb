import type { App } from '../../../src/editor/app.js';

/** What the Services view shows: each row as `label: description`, environments indented. */
export function servicesShown({ views }: App): string[] {
  const tree = views.services;
  const lines = tree
    .roots()
    .flatMap((root) => [
      rowText(tree.item(root)),
      ...tree.known(root).map((child) => `  ${rowText(tree.item(child))}`),
    ]);
  return lines;
}

/** The row of a service in an environment as the Services view shows it. */
export function rowIn({ views }: App, service: string, environment: string): string {
  const node = views.services.nodes.deployment(service, environment, 'service');
  return rowText(views.services.item(node));
}

function rowText(item: { label?: unknown; description?: unknown }): string {
  return `${String(item.label)}: ${String(item.description)}`;
}

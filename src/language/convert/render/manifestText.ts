import { Document } from 'yaml';

/** Objects as YAML documents that readers of YAML 1.1 understand in the same way: Kubernetes is one. */
export function manifestText(objects: readonly object[]): string {
  return objects.map(yamlText).join('---\n');
}

export function yamlText(value: object): string {
  return new Document(value, { schema: 'yaml-1.1', aliasDuplicateObjects: false }).toString({ lineWidth: 0 });
}

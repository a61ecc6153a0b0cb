import { tooDeepAt } from '../../documents/depth.js';
import { limits } from '../../documents/limits.js';
import { parseYaml } from '../../documents/yamlDocument.js';
import { isMap, type PlainMap } from '../../schema/values.js';
import { compositeResources, customResources } from './customResources.js';
import type { KindDefinition } from './definition.js';
import { schemaKinds } from './schemaFile.js';

/** What a text must have to be worth a parse: the words of one of the three forms. */
const telling = /CustomResourceDefinition|CompositeResourceDefinition|"(?:\$schema|properties|\$ref|allOf)"/;

/** The kinds that a YAML file with definitions, or a JSON Schema file, defines. Empty for all other files. */
export function readDefinitions(uri: string, text: string): readonly KindDefinition[] {
  if (text.length > limits.outline || !telling.test(text)) return [];
  if (/\.json$/i.test(uri)) {
    const schema = parseJson(text);
    return schema ? schemaKinds(schema) : [];
  }
  if (!text.includes('ResourceDefinition') || tooDeepAt(text) !== undefined) return [];
  return (parseYaml(text) ?? []).flatMap(({ map, tree }) =>
    map && tree.errors.length === 0 ? kindsOf(map) : [],
  );
}

function kindsOf(document: PlainMap): readonly KindDefinition[] {
  const { apiVersion, kind } = document;
  if (typeof apiVersion !== 'string') return [];
  if (kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/')) {
    return customResources(document);
  }
  if (kind === 'CompositeResourceDefinition' && apiVersion.startsWith('apiextensions.crossplane.io/')) {
    return compositeResources(document);
  }
  return [];
}

/** A JSON text as a map; `undefined` for what is none. */
export function parseJson(text: string): PlainMap | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMap(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

import type { TemplateLineage } from '../../model/catalog.js';
import { fullRef } from '../identity/entityRef.js';
import { at, member, text, type JsonObject } from '../manifest/json.js';

/** A template as far as its versions matter. */
export interface TemplateVersions {
  readonly name: string;
  readonly version: string;
  readonly changelog: readonly { readonly version: string; readonly severity?: string }[];
}

/** The templates that documents of the kind Template describe. */
export function templatesIn(documents: readonly JsonObject[]): readonly TemplateVersions[] {
  return documents.flatMap((document) => {
    const name = text(at(document, 'metadata', 'name'));
    const version = text(at(document, 'spec', 'version'));
    if (document['kind'] !== 'Template' || name === undefined || version === undefined) return [];
    const changelog = at(document, 'spec', 'changelog');
    const entries = (Array.isArray(changelog) ? changelog : []).flatMap((entry: unknown) => {
      const of = text(member(entry, 'version'));
      const severity = text(member(entry, 'severity'));
      return of === undefined ? [] : [{ version: of, ...(severity !== undefined && { severity }) }];
    });
    return [{ name, version, changelog: entries }];
  });
}

/** Where a service came from, and whether its template has moved on; `undefined` when it came from none. */
export function lineageOf(
  manifest: JsonObject,
  templates: readonly TemplateVersions[],
): TemplateLineage | undefined {
  const ref = text(at(manifest, 'spec', 'template', 'ref'));
  const version = text(at(manifest, 'spec', 'template', 'version'));
  if (ref === undefined || version === undefined) return undefined;
  const name = fullRef(ref, 'template').replace(/^.*\//, '');
  const template = templates.find((item) => item.name === name);
  if (!template) return { ref, version, status: 'Unknown' };
  const latestVersion = template.version;
  if (compareVersions(version, latestVersion) >= 0) {
    return { ref, version, latestVersion, status: 'UpToDate' };
  }
  const isSecurity = template.changelog.some(
    (entry) => entry.severity === 'Security' && compareVersions(entry.version, version) > 0,
  );
  return { ref, version, latestVersion, status: isSecurity ? 'SecurityUpdate' : 'UpdateAvailable' };
}

/** How far a service is from its template. The version alone is compared: its files are not rendered again. */
export function driftOf(
  manifest: JsonObject,
  templates: readonly TemplateVersions[],
): { readonly status: string; readonly template?: TemplateLineage } {
  const template = lineageOf(manifest, templates);
  if (!template || template.status === 'Unknown') return { status: 'Unknown', ...(template && { template }) };
  return { status: template.status === 'UpToDate' ? 'InStep' : 'UpdateAvailable', template };
}

/** SemVer's order of major, minor and patch; a pre-release is before its release. */
function compareVersions(a: string, b: string): number {
  const parse = (version: string): number[] => {
    const [core = '', pre] = version.replace(/^v/, '').split('+', 1)[0]?.split(/-(.*)/s) ?? [];
    const numbers = core.split('.').map((part) => Number(part) || 0);
    return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, pre === undefined ? 1 : 0];
  };
  const [left, right] = [parse(a), parse(b)];
  const index = left.findIndex((part, position) => part !== right[position]);
  return index < 0 ? 0 : (left[index] ?? 0) - (right[index] ?? 0);
}

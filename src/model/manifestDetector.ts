/** Whose manifest a file is: ours, a Score workload, Backstage's (an entity or a template), or nobody's we know. */
export type ManifestFamily = 'platform' | 'score' | 'backstage';

const platformGroup = 'goldenpath.dev/';
const scoreGroup = 'score.dev/';
const backstageGroup = 'backstage.io/';
const apiVersion =
  /^(?:---[ \t]+)?(?:\{[ \t]*)?(["']?)apiVersion\1[ \t]*:[ \t]+["']?(goldenpath\.dev|score\.dev|(?:scaffolder\.)?backstage\.io)\//gm;
const jsonApiVersion =
  /^[ \t{]*"apiVersion"[ \t]*:[ \t]*"(goldenpath\.dev|score\.dev|(?:scaffolder\.)?backstage\.io)\//gm;
const blockScalar = /^---[ \t].*[|>][+\-0-9]*[ \t]*(?:#.*)?$/;
const nothing = /^\uFEFF?(?:\s*(?:#.*|---)?(?:\r\n?|\n|$))*$/;

/**
 * Recognises a manifest by its text, in a few milliseconds for a megabyte: an `apiVersion` of a known group at the
 * start of a line of any document. `*.platform.yaml` counts by its name, `platform.yaml` only while it is empty.
 */
export function detectManifest(text: string, fileName: string): ManifestFamily | undefined {
  const base = fileName.slice(fileName.search(/[^/\\]*$/)).toLowerCase();
  if (/.\.platform\.ya?ml$/.test(base)) return 'platform';
  const found = apiVersionFamily(text);
  if (found) return found;
  return /^platform\.ya?ml$/.test(base) && isEmpty(text) ? 'platform' : undefined;
}

export function isManifest(text: string, fileName: string): boolean {
  return detectManifest(text, fileName) !== undefined;
}

function apiVersionFamily(text: string): ManifestFamily | undefined {
  if (![platformGroup, scoreGroup, backstageGroup].some((group) => text.includes(group))) return undefined;
  let found: ManifestFamily | undefined;
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const pattern = /^\s*(?:---\s+)?\{/.test(source) ? jsonApiVersion : apiVersion;
  let start = 0;
  let next = source.indexOf('\n---');
  for (const match of source.matchAll(pattern)) {
    for (; next >= 0 && next <= match.index; next = source.indexOf('\n---', start)) start = next + 1;
    if (start < match.index && isBlockScalar(source, start)) continue;
    const group = match.at(-1);
    if (group === 'goldenpath.dev') return 'platform';
    if (found !== 'score') found = group === 'score.dev' ? 'score' : 'backstage';
  }
  return found;
}

/** Kubernetes' own kinds: no schema of a workspace is about them. */
const builtIn = /^(?:v1|(?:apps|batch|autoscaling|policy|extensions)\/\S+|(?:[\w-]+\.)*k8s\.io\/\S+)$/;
const definition = /^kind:[ \t]+["']?(?:CustomResourceDefinition|CompositeResourceDefinition)\b/m;
const localModeline =
  /^[ \t]*#[ \t]*(?:yaml-language-server[ \t]*:[ \t]*)?\$schema[ \t]*[=:][ \t]*(?!https?:)\S/m;

/**
 * Whether a file may be of a kind that a schema in the workspace or the platform describes, or describes kinds itself. A
 * look at its lines: whether it is, only who knows the schemas can tell.
 */
export function mayBeCustomKind(text: string): boolean {
  if (localModeline.test(text)) return true;
  const version = /^apiVersion:[ \t]+["']?([^\s"'#]+)/m.exec(text)?.[1];
  if (version === undefined || !/^kind:[ \t]+\S/m.test(text)) return false;
  return !builtIn.test(version) || definition.test(text);
}

/** A document that is one block scalar may hold any text at the start of a line. */
function isBlockScalar(text: string, start: number): boolean {
  const end = text.indexOf('\n', start);
  return blockScalar.test(text.slice(start, end < 0 ? text.length : end).trimEnd());
}

function isEmpty(text: string): boolean {
  return text.length < 10_000 && nothing.test(text);
}

import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ManifestFile, ManifestFiles } from '../documents/manifestFile.js';
import { containedUri, folderOf } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';
import { diagnostics } from '../features/diagnostics.js';
import { platformApiVersion } from '../kinds/kinds.js';
import type { LanguagePorts } from '../ports.js';
import type { ResolvedService } from '../protocol.js';
import { catalogFacts } from './catalogOwner.js';
import { serviceDocuments } from './findServices.js';

type Plain = Readonly<Record<string, unknown>>;
type ServiceError = ResolvedService['errors'][number];

/**
 * The service at an offset of a file, or its first one, as plain data: its Score file inlined, and what it leaves out filled from the catalogue.
 * A Score workload becomes a service in memory. Files are read through the port, never outside the manifest's folder.
 */
export async function resolveService(
  file: ManifestFile,
  files: ManifestFiles,
  ports: LanguagePorts,
  workspaceRoots: readonly string[],
  at?: number,
): Promise<ResolvedService | undefined> {
  const found = serviceDocuments(file);
  const near = at === undefined ? undefined : found.findLast(({ offset }) => offset <= at);
  const service = near ?? found.find(({ kind }) => kind === 'Service') ?? found[0];
  if (!service) return undefined;
  const { uri } = file.source;
  const errors = await errorsOf(file, ports);
  const map = service.document.map ?? {};
  const written = service.kind === 'Service' ? map : serviceAround(map);
  const spec = asMap(written['spec']) ?? {};
  const inlined = await inlineScore(uri, asMap(spec['workload']) ?? {}, files, ports);
  const facts = await catalogFacts(ports.files, folderOf(uri), service.name, workspaceRoots);
  return {
    name: service.name,
    folder: folderOf(uri),
    manifest: { ...written, spec: { ...facts, ...spec, workload: inlined.workload } },
    errors: [...errors, ...inlined.errors],
  };
}

/** The service that a folder with nothing but a Score file describes. */
function serviceAround(score: Plain): Plain {
  const ports = asMap(asMap(score['service'])?.['ports']) ?? {};
  return {
    apiVersion: platformApiVersion,
    kind: 'Service',
    metadata: { name: asMap(score['metadata'])?.['name'] },
    spec: {
      type: Object.keys(ports).length > 0 ? 'service' : 'worker',
      workload: bodyOf(score),
      delivery: { pipeline: 'default' },
    },
  };
}

/** What a Service holds of a Score workload. */
function bodyOf(score: Plain): Plain {
  const parts = ['containers', 'service', 'resources'].filter((part) => part in score);
  return Object.fromEntries(parts.map((part) => [part, score[part]]));
}

async function inlineScore(
  manifestUri: string,
  workload: Plain,
  files: ManifestFiles,
  ports: LanguagePorts,
): Promise<{ workload: Plain; errors: readonly ServiceError[] }> {
  const named = workload['scoreFile'];
  const uri = typeof named === 'string' ? containedUri(manifestUri, named) : undefined;
  const text = uri === undefined ? undefined : await ports.files.readText(uri).catch(() => undefined);
  if (uri === undefined || text === undefined) return { workload, errors: [] };
  const file = files.get(TextDocument.create(uri, 'yaml', 0, text));
  const errors = await errorsOf(file, ports);
  const score = serviceDocuments(file).find(({ kind }) => kind === 'Workload')?.document.map;
  if (!score) return { workload, errors };
  return { workload: bodyOf(score), errors };
}

async function errorsOf(file: ManifestFile, ports: LanguagePorts): Promise<ServiceError[]> {
  const all = await diagnostics(file, false, ports);
  return all
    .filter(({ severity }) => severity === 1)
    .map(({ message, range }) => ({
      uri: file.source.uri,
      message: typeof message === 'string' ? message : message.value,
      range,
    }));
}

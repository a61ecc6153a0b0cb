import { platformApiVersion, scoreApiVersion } from '../kinds/kinds.js';
import { t } from '../../base/l10n.js';
import { fileNameOf } from '../documents/uris.js';
import { asMap } from '../documents/yamlDocument.js';
import type { Conversion, ConversionSource, ConversionTarget, ConvertedFile } from './conversion.js';
import { kubernetesToServices } from './kubernetes/toServices.js';
import { Notes, type SourceDocument } from './notes.js';
import { readDocuments } from './readSources.js';
import { scoreToService } from './scoreToService.js';
import { serviceToScore } from './serviceToScore.js';

/**
 * Converts manifests: Score and Kubernetes to Services, Services to Score. What cannot be carried is in the report,
 * each thing where it stands. Never throws, whatever the text.
 */
export function convert(sources: readonly ConversionSource[], to: ConversionTarget): Conversion {
  const notes = new Notes();
  const documents = readDocuments(sources, notes);
  const files = to === 'service' ? toServices(documents, notes) : toScore(documents, notes);
  return { files, report: notes.report };
}

function toServices(documents: readonly SourceDocument[], notes: Notes): ConvertedFile[] {
  const scores = documents.filter(({ map }) => map['apiVersion'] === scoreApiVersion);
  const others = documents.filter((document) => !scores.includes(document) && !isOurs(document));
  for (const document of documents.filter(isOurs)) {
    notes.add(document, [], t('This is a manifest of Golden Path already.'), 'information');
  }
  const made = [
    ...scores.map((from) => ({ name: nameOf(from.map), text: scoreToService(from, notes) })),
    ...kubernetesToServices(others, notes),
  ];
  return made.map(({ name, text }) => ({ name: fileName(name, 'platform.yaml', made.length), text }));
}

function toScore(documents: readonly SourceDocument[], notes: Notes): ConvertedFile[] {
  const services = documents.filter((from) => isOurs(from) && from.map['kind'] === 'Service');
  for (const document of documents.filter((from) => !services.includes(from))) {
    const reason = t('Only a Service becomes a Score file. Convert this to a Service first.');
    notes.add(document, [], reason, 'information');
  }
  const made = services.flatMap((from) => {
    const name = fileName(nameOf(from.map), 'score.yaml', services.length);
    const score = serviceToScore(from, name, notes);
    return score ? [{ from, name, ...score }] : [];
  });
  const sources = new Set(made.map(({ from }) => from.source));
  return [
    ...made.map(({ name, text }) => ({ name, text })),
    ...[...sources].flatMap((source) => {
      const edits = made.flatMap(({ from, edit }) => (from.source === source && edit ? [edit] : []));
      const [uri, text] = [source.uri, edited(source.getText(), edits)];
      return edits.length > 0 ? [{ name: fileNameOf(uri), text, replaces: uri }] : [];
    }),
  ];
}

function isOurs({ map }: SourceDocument): boolean {
  return map['apiVersion'] === platformApiVersion;
}

function nameOf(map: SourceDocument['map']): string {
  const name = asMap(map['metadata'])?.['name'];
  return typeof name === 'string' ? name : 'unnamed';
}

/** One file has the usual name; of several, each is named after what it describes. */
function fileName(name: string, usual: string, files: number): string {
  return files <= 1 ? usual : `${name.replace(/[^\w.-]/g, '-')}.${usual}`;
}

function edited(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}

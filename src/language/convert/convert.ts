import { visit } from 'yaml';
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
 * each thing where it stands. No file gets one of the names that are `taken`. Never throws, whatever the text.
 */
export function convert(
  sources: readonly ConversionSource[],
  to: ConversionTarget,
  taken: ReadonlySet<string> = new Set(),
): Conversion {
  const notes = new Notes(sources.map(({ uri }) => uri));
  const documents = readDocuments(sources, notes);
  const names = new FileNames(taken);
  const files = to === 'service' ? toServices(documents, names, notes) : toScore(documents, names, notes);
  return { files, report: notes.report };
}

function toServices(documents: readonly SourceDocument[], names: FileNames, notes: Notes): ConvertedFile[] {
  const scores = documents.filter(
    ({ map, isContext }) => !isContext && map['apiVersion'] === scoreApiVersion,
  );
  const others = documents.filter(
    (document) => document.map['apiVersion'] !== scoreApiVersion && !isOurs(document),
  );
  for (const document of documents.filter((one) => isOurs(one) && !one.isContext)) {
    notes.add(document, [], t('This is a manifest of Golden Path already.'), 'information');
  }
  for (const document of others.filter((one) => !one.isContext && hasComment(one))) {
    notes.add(document, [], t('Comments of an object of Kubernetes are not carried over.'), 'information');
  }
  const made = [
    ...scores.map((from) => ({ name: nameOf(from.map), text: scoreToService(from, notes) })),
    ...kubernetesToServices(others, notes),
  ];
  return made.map(({ name, text }) => ({ name: names.next(name, 'platform.yaml', made.length), text }));
}

function toScore(documents: readonly SourceDocument[], names: FileNames, notes: Notes): ConvertedFile[] {
  const meant = documents.filter(({ isContext }) => !isContext);
  const services = meant.filter((from) => isOurs(from) && from.map['kind'] === 'Service');
  for (const document of meant.filter((from) => !services.includes(from))) {
    const reason = t('Only a Service becomes a Score file. Convert this to a Service first.');
    notes.add(document, [], reason, 'information');
  }
  const made = services.flatMap((from) => {
    const name = names.next(nameOf(from.map), 'score.yaml', services.length);
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

function hasComment({ document: { tree } }: SourceDocument): boolean {
  let isFound = Boolean(tree.comment ?? tree.commentBefore);
  visit(tree, {
    Node: (_, node) => {
      isFound ||= Boolean(node.comment ?? node.commentBefore);
      return isFound ? visit.BREAK : undefined;
    },
  });
  return isFound;
}

function isOurs({ map }: SourceDocument): boolean {
  return map['apiVersion'] === platformApiVersion;
}

function nameOf(map: SourceDocument['map']): string {
  const name = asMap(map['metadata'])?.['name'];
  return typeof name === 'string' ? name : 'unnamed';
}

/** One file has the usual name; of several, or where that is taken, each is named after what it describes. */
class FileNames {
  readonly #taken: Set<string>;

  constructor(taken: ReadonlySet<string>) {
    this.#taken = new Set(taken);
  }

  next(subject: string, usual: string, files: number): string {
    const own = subject.replace(/[^\w.-]/g, '-');
    const names = [...(files <= 1 ? [usual] : []), `${own}.${usual}`];
    for (let number = 2; names.every((name) => this.#taken.has(name)); number++) {
      names.push(`${own}-${number}.${usual}`);
    }
    const name = names.find((one) => !this.#taken.has(one)) ?? usual;
    this.#taken.add(name);
    return name;
  }
}

function edited(text: string, edits: readonly { start: number; end: number; text: string }[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  DocumentHighlight,
  DocumentLink,
  Location,
  LocationLink,
  Position,
  Range,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import { t } from '../../base/l10n.js';
import type { Span } from '../documents/lookup.js';
import type { ManifestFile } from '../documents/manifestFile.js';
import { plainUri } from '../documents/uris.js';
import { entityRefOf, type DocumentFacts, type Mention } from '../facts/documentFacts.js';
import { factsOf } from '../facts/factsOf.js';
import type { EntityPort, FilePort } from '../ports.js';
import { definitionOf, readingAt } from '../templating/readingAt.js';
import { anchorAt, type AnchorUse } from './anchors.js';
import { fileLinks } from './fileLinks.js';
import { checkAnchorName, RenameRefusal } from './nameRules.js';
import { definitions, occurrences } from './occurrences.js';
import { touches } from './ranges.js';
import { checkRenameable, rename, type FileEdits } from './rename.js';
import { workspaceSymbols } from './workspaceSymbols.js';

/**
 * Ways from a name to its other places. `known` is what the workspace is known to say; what the file itself says is
 * added where it is not part of that.
 */
export interface Navigator {
  /** Where the name at a position is defined: in the workspace, else in the connected catalogue; or the file that it names. */
  definition(
    source: TextDocument,
    position: Position,
    known: readonly DocumentFacts[],
  ): Promise<LocationLink[]>;
  /** Every place that refers to what the name at a position means. */
  references(
    source: TextDocument,
    position: Position,
    known: readonly DocumentFacts[],
    withDefinitions: boolean,
  ): Location[];
  /** The places of the same file: written where it is defined, read where it is referred to. */
  highlights(source: TextDocument, position: Position, known: readonly DocumentFacts[]): DocumentHighlight[];
  /** The name to be renamed; `undefined` where there is none. Throws a {@link RenameRefusal} with the reason. */
  prepareRename(
    source: TextDocument,
    position: Position,
    known: readonly DocumentFacts[],
  ): { range: Range; placeholder: string } | undefined;
  /** The edits that rename it everywhere. Rejects with a {@link RenameRefusal} that says why not. */
  rename(
    source: TextDocument,
    position: Position,
    newName: string,
    known: readonly DocumentFacts[],
  ): Promise<readonly FileEdits[]>;
  /** What the manifests define, by the letters of a query. */
  workspaceSymbols(query: string, known: readonly DocumentFacts[]): WorkspaceSymbol[];
  /** The files that a manifest names. */
  links(source: TextDocument): DocumentLink[];
  /** The anchor at a position and its aliases, which are edited as one. */
  linkedRanges(source: TextDocument, position: Position): Range[];
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** `manifest` gives the parsed file, or `undefined` for one that is not ours to speak of. */
export function createNavigator(
  manifest: (source: TextDocument) => ManifestFile | undefined,
  files: FilePort,
  entities?: EntityPort,
): Navigator {
  /** What there is at a position: an anchor, or a name and all that is known around it. */
  const at = (
    source: TextDocument,
    position: Position,
    known: readonly DocumentFacts[],
  ):
    | { anchor?: AnchorUse; mention?: Mention; all: readonly DocumentFacts[]; file: ManifestFile }
    | undefined => {
    const file = manifest(source);
    if (!file) return undefined;
    const anchor = anchorAt(file, source.offsetAt(position));
    if (anchor) return { anchor, all: known, file };
    const own = factsOf(file);
    const mention = mentionAt(own, position);
    return mention && { mention, all: withOwn(known, own), file };
  };

  return {
    async definition(source, position, known) {
      const found = at(source, position, known);
      const range = rangesIn(source);
      if (found?.anchor) {
        const { anchor } = found.anchor;
        return anchor ? [linkTo(source.uri, range(anchor))] : [];
      }
      if (found?.mention) {
        const { mention } = found;
        const links = definitions(found.all, mention).map((one) => linkTo(one.facts.uri, one.mention.range));
        if (links.length === 0) links.push(...(await catalogued(mention, entities)));
        return links.map((link) => ({ ...link, originSelectionRange: mention.whole ?? mention.range }));
      }
      const file = manifest(source);
      const offset = source.offsetAt(position);
      const read = file && readDefinition(file, offset);
      if (read) return [{ ...linkTo(source.uri, range(read.to)), originSelectionRange: range(read.from) }];
      const link = file && fileLinks(file).find(({ start, end }) => start <= offset && offset <= end);
      if (!link || !(await mayExist(link.uri, files))) return [];
      return [{ ...linkTo(link.uri, nowhere), originSelectionRange: range(link) }];
    },
    references(source, position, known, withDefinitions) {
      const found = at(source, position, known);
      const toRange = rangesIn(source);
      if (found?.anchor) {
        const { anchor, aliases } = found.anchor;
        const spans = withDefinitions && anchor ? [anchor, ...aliases] : aliases;
        return spans.map((span) => ({ uri: source.uri, range: toRange(span) }));
      }
      if (!found?.mention) return [];
      return occurrences(found.all, found.mention)
        .filter(({ mention }) => withDefinitions || mention.role === 'reference')
        .map(({ facts, mention: { range } }) => ({ uri: facts.uri, range }));
    },
    highlights(source, position, known) {
      const found = at(source, position, known);
      const toRange = rangesIn(source);
      if (found?.anchor) {
        const { anchor, aliases } = found.anchor;
        const reads = aliases.map((span) => ({ range: toRange(span), kind: 2 as const }));
        return anchor ? [{ range: toRange(anchor), kind: 3 }, ...reads] : reads;
      }
      if (!found?.mention) return [];
      const uri = plainUri(source.uri);
      return occurrences(found.all, found.mention)
        .filter(({ facts }) => plainUri(facts.uri) === uri)
        .map(({ mention: { role, range } }) => ({ range, kind: role === 'definition' ? 3 : 2 }));
    },
    prepareRename(source, position, known) {
      const found = at(source, position, known);
      if (found?.anchor) {
        const range = spanAt(found.anchor, source.offsetAt(position));
        return range && { range: rangesIn(source)(range), placeholder: found.anchor.name };
      }
      if (!found?.mention || !touches(found.mention.range, position)) return undefined;
      checkWhole(found.file);
      checkRenameable(found.mention, found.all);
      return { range: found.mention.range, placeholder: found.mention.name };
    },
    async rename(source, position, newName, known) {
      const found = at(source, position, known);
      if (!found) throw new RenameRefusal(t('There is no name to rename here.'));
      checkWhole(found.file);
      if (found.mention) return rename(found.mention, newName, found.all, files);
      const { anchor, aliases, others } = found.anchor ?? { aliases: [], others: new Set<string>() };
      checkAnchorName(newName, others);
      const spans = anchor ? [anchor, ...aliases] : aliases;
      const edits = spans.map((span) => ({ range: rangesIn(source)(span), newText: newName }));
      return [{ uri: source.uri, edits }];
    },
    workspaceSymbols,
    links(source) {
      const file = manifest(source);
      const toRange = rangesIn(source);
      return file ? fileLinks(file).map((link) => ({ range: toRange(link), target: link.uri })) : [];
    },
    linkedRanges(source, position) {
      const file = manifest(source);
      const found = file && anchorAt(file, source.offsetAt(position));
      if (!found?.anchor || found.aliases.length === 0) return [];
      return [found.anchor, ...found.aliases].map(rangesIn(source));
    },
  };
}

/** The name at a position: one that is written there before one that an alias or a number stands for. */
function mentionAt(facts: readonly DocumentFacts[], position: Position): Mention | undefined {
  const here = facts.flatMap(({ mentions }) =>
    mentions.filter(({ range, whole = range }) => touches(whole, position)),
  );
  return here.find(({ written }) => written === undefined) ?? here[0];
}

/** All that is known, with what the file says itself where the workspace does not hold it. */
function withOwn(known: readonly DocumentFacts[], own: readonly DocumentFacts[]): readonly DocumentFacts[] {
  const [first] = own;
  if (!first) return known;
  const uri = plainUri(first.uri);
  return known.some((facts) => plainUri(facts.uri) === uri) ? known : [...known, ...own];
}

function spanAt({ anchor, aliases }: AnchorUse, offset: number): Span | undefined {
  return [...(anchor ? [anchor] : []), ...aliases].find(
    ({ start, end }) => offset >= start - 1 && offset <= end,
  );
}

function checkWhole(file: ManifestFile): void {
  if (file.documents.some(({ document }) => document.tree.errors.length > 0)) {
    throw new RenameRefusal(t('This file has a syntax error. Mend it first, then rename.'));
  }
}

/** What no file of the workspace describes may be in the connected catalogue. */
async function catalogued(mention: Mention, entities: EntityPort | undefined): Promise<LocationLink[]> {
  const ref = entityRefOf(mention);
  const uri = ref === undefined ? undefined : await entities?.documentOf(ref);
  return uri === undefined ? [] : [linkTo(uri, nowhere)];
}

async function mayExist(uri: string, files: FilePort): Promise<boolean> {
  try {
    return (await files.readText(uri)) !== undefined;
  } catch {
    return true;
  }
}

function linkTo(targetUri: string, range: Range): LocationLink {
  return { targetUri, targetRange: range, targetSelectionRange: range };
}

function rangesIn(source: TextDocument): (span: Span) => Range {
  return ({ start, end }) => ({ start: source.positionAt(start), end: source.positionAt(end) });
}

/** Where a scaffolder template defines the parameter or the step that an expression at an offset reads. */
function readDefinition({ documents }: ManifestFile, at: number): { from: Span; to: Span } | undefined {
  const placed = documents.findLast(({ offset }) => offset <= at);
  const reading = placed && readingAt(placed.document, at - placed.offset);
  const to = reading && definitionOf(placed.document, reading);
  if (!to) return undefined;
  const inFile = ({ start, end }: Span): Span => ({
    start: start + placed.offset,
    end: end + placed.offset,
  });
  return { from: inFile(reading.span), to: inFile(to) };
}

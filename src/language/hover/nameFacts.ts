import { t } from '../../base/l10n.js';
import { asMap } from '../documents/yamlDocument.js';
import type { DocumentFacts } from '../facts/documentFacts.js';
import { freshness } from '../names/freshness.js';
import { knownTemplate } from '../names/givenInputs.js';
import { knownNames, type KnownName } from '../names/knownNames.js';
import type { Slot } from '../names/slots.js';
import type { CatalogKind, LanguagePorts } from '../ports.js';

/** What is known of the thing that a name stands for, in Markdown; `undefined` when nobody knows it. */
export async function nameFacts(
  slot: Slot,
  name: string,
  service: string | undefined,
  ports: LanguagePorts,
): Promise<string | undefined> {
  // That a word is in use says nothing of it.
  if (slot.names === 'tag' || slot.names === 'lifecycle') return undefined;
  const wanted = inFull(slot.names, name);
  const known =
    (await found(slot.names, '', [wanted, name], ports)) ??
    // Of a catalogue that is longer than a list, only what is asked for by name is told.
    (await found(slot.names, wanted, [wanted], ports)) ??
    (slot.names === 'template' ? await knownTemplate(name, ports) : undefined);
  const more =
    slot.names === 'environment' && service !== undefined ? await runsThere(name, service, ports) : [];
  const facts = [
    ...(known ? factsOf(slot.names, known) : []),
    ...more,
    ...(await ownerFacts(slot, wanted, ports)),
  ];
  if (!known && facts.length === 0) return undefined;
  const title = known?.title ?? wanted;
  const origin = known ? ` · ${freshness(known.origin, Date.now())}` : '';
  const lines = [`**${title}**${origin}`];
  if (known?.description !== undefined) lines.push('', known.description);
  if (facts.length > 0) lines.push('', ...facts.map((fact) => `- ${fact}`));
  return lines.join('\n');
}

async function found(
  kind: CatalogKind,
  prefix: string,
  wanted: readonly string[],
  ports: LanguagePorts,
): Promise<KnownName | undefined> {
  const names = await knownNames(ports, { kind, limit: 10_000, ...(prefix !== '' && { prefix }) });
  return wanted.map((name) => names.find((one) => one.name === name)).find((one) => one !== undefined);
}

function factsOf(kind: CatalogKind, { facts = {}, name, title }: KnownName): string[] {
  const { type, production, freeze, version, lifecycle, owner, classes, outputs } = facts;
  const lines: string[] = [];
  if (title !== undefined && title.toLowerCase() !== name.toLowerCase()) lines.push(t('Name: `{0}`', name));
  if (kind === 'environment' && typeof type === 'string') {
    lines.push(
      production === true && type !== 'production' ? t('Type: {0}, production', type) : t('Type: {0}', type),
    );
  }
  const { closed, reason, nextOpen } = asMap(freeze) ?? {};
  if (closed === true) {
    lines.push(
      typeof nextOpen === 'string'
        ? t('Closed for deployments until {0}', nextOpen)
        : t('Closed for deployments: {0}', text(reason)),
    );
  }
  if (kind === 'template' && typeof version === 'string') lines.push(t('Latest version: {0}', version));
  if (typeof owner === 'string') lines.push(t('Owner: {0}', owner));
  if (typeof lifecycle === 'string') lines.push(t('Lifecycle: {0}', lifecycle));
  const classNames = strings(classes);
  if (classNames.length > 0) lines.push(t('Classes: {0}', classNames.join(', ')));
  const outputNames = list(outputs).flatMap((output) => strings([asMap(output)?.['name']]));
  if (outputNames.length > 0) lines.push(t('Outputs: {0}', outputNames.join(', ')));
  return lines;
}

/** What of the service runs in an environment now. */
async function runsThere(environment: string, service: string, ports: LanguagePorts): Promise<string[]> {
  const answer = await ports.catalog?.query({ kind: 'serviceEnvironment', of: service, limit: 1000 });
  const facts = answer?.entries.find(({ name }) => name === environment)?.facts;
  if (!answer || !facts) return [];
  const { health, version, openIncidents } = facts;
  const age = freshness({ from: 'platform', fetchedAt: answer.fetchedAt, isLive: answer.isLive }, Date.now());
  const lines: string[] = [];
  if (typeof version === 'string') {
    lines.push(t('{0} runs {1} here: {2} ({3})', service, version, text(health), age));
  } else if (typeof health === 'string') lines.push(t('{0} here: {1} ({2})', service, health, age));
  if (typeof openIncidents === 'number' && openIncidents > 0) {
    lines.push(t('Open incidents: {0}', openIncidents));
  }
  return lines;
}

/** Who belongs to an owner, as the platform says or else the workspace, and what else of the workspace it owns. */
async function ownerFacts(slot: Slot, ref: string, ports: LanguagePorts): Promise<string[]> {
  if (slot.names !== 'owner') return [];
  const documents = ports.workspace?.documents() ?? [];
  const group = ref.slice(ref.indexOf('/') + 1);
  const members = new Set<string>();
  const owned = new Set<string>();
  for (const document of documents) {
    const spec = asMap(document.value['spec']) ?? {};
    if (document.kind === 'Group' && document.name === group) {
      for (const member of strings(spec['members'])) members.add(member.replace(/^.*\//, ''));
    }
    if (document.kind === 'User' && strings(spec['memberOf']).some((one) => ownerRef(one) === ref)) {
      members.add(displayName(document));
    }
    const { owner } = spec;
    if (document.kind === 'Service' && typeof owner === 'string' && ownerRef(owner) === ref) {
      owned.add(document.name ?? '');
    }
  }
  const lines: string[] = [];
  const live = await ports.catalog?.query({ kind: 'member', of: ref, limit: 100 });
  if (live && live.entries.length > 0) {
    const age = freshness({ from: 'platform', fetchedAt: live.fetchedAt, isLive: live.isLive }, Date.now());
    lines.push(t('Members: {0} ({1})', few(live.entries.map(({ name }) => name)), age));
  } else if (members.size > 0) lines.push(t('Members: {0}', few([...members])));
  if (owned.size > 0) lines.push(t('Owns in this workspace: {0}', few([...owned])));
  return lines;
}

function displayName({ name, value }: DocumentFacts): string {
  const shown = asMap(asMap(value['spec'])?.['profile'])?.['displayName'];
  return typeof shown === 'string' ? shown : (name ?? '');
}

/** Who is on call for a service now, in one line of Markdown. */
export async function onCallLine(service: string, ports: LanguagePorts): Promise<string | undefined> {
  const answer = await ports.catalog?.query({ kind: 'onCall', of: service, limit: 10 });
  if (!answer || answer.entries.length === 0) return undefined;
  const names = answer.entries.map(({ name }) => name);
  const age = freshness({ from: 'platform', fetchedAt: answer.fetchedAt, isLive: answer.isLive }, Date.now());
  return t('On call now: {0} ({1})', few(names), age);
}

/** A reference to a group in full: `payments` is `group:default/payments`. */
function ownerRef(name: string): string {
  return fullRef(name, 'group');
}

/** The name as the catalogue has it: `basket` among entities is `component:default/basket`. */
function inFull(kind: CatalogKind, name: string): string {
  if (kind === 'owner') return ownerRef(name);
  if (kind === 'entity') return fullRef(name, 'component');
  return kind === 'api' ? fullRef(name, 'api') : name;
}

function fullRef(ref: string, standardKind: string): string {
  const [, kind = standardKind, namespace = 'default', name = ref] =
    /^(?:([^:/]+):)?(?:([^:/]+)\/)?([^:/]+)$/.exec(ref) ?? [];
  return `${kind.toLowerCase()}:${namespace}/${name}`;
}

const mostShown = 8;

function few(names: readonly string[]): string {
  const shown = names.slice(0, mostShown).join(', ');
  return names.length > mostShown ? t('{0} and {1} more', shown, names.length - mostShown) : shown;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: unknown): string[] {
  return list(value).filter((item) => typeof item === 'string');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import * as vscode from 'vscode';
import { counted } from '../../base/counted.js';
import { t } from '../../base/l10n.js';
import { compositionUrl } from '../../platform/composed/compositionUrl.js';
import { addressFault, parseServerUrl } from '../../platform/http/url.js';
import { platformEntries, savePlatform } from '../session/settings.js';
import { askContexts, askEnvironment } from './clusterSteps.js';
import { ConnectDraft, partKinds, type PartKind } from './draft.js';
import { kindName } from './kindName.js';
import type { Surroundings } from './readWorkspace.js';
import { runSteps, tried, type Step } from './steps.js';
import { tryPart } from './tryPart.js';
import type { WizardContext } from './wizardContext.js';

/** What is known before the first question. */
export interface Given {
  readonly backstage?: string;
  readonly argocd?: string;
  readonly prometheus?: string;
}

/**
 * Asks for the systems of a company, with what was found filled in, tries each, and writes one entry of the user's own
 * settings. Until the last answer nothing is kept: who turns it away leaves nothing behind.
 */
export async function connectParts(context: WizardContext, found: Surroundings, given: Given): Promise<void> {
  const draft = new ConnectDraft();
  const { backstage = found.backstage, argocd = found.argocd, prometheus = found.prometheus } = given;
  const known = { backstage, argocd, prometheus };
  const likely = (kind: PartKind): boolean =>
    kind === 'kubernetes'
      ? found.contexts.length > 0
      : known[kind] !== undefined || found.mentioned.has(kind);
  const steps = (): readonly Step[] => [
    askKinds(context, draft, likely, found),
    ...draft.kinds.flatMap((kind): readonly Step[] => {
      const attempt = tryPart(context, draft, kind);
      if (kind !== 'kubernetes') return [tried(askAddress(context, draft, kind, known[kind]), attempt)];
      const names = Object.keys(draft.contexts);
      return [
        askContexts(context, draft, found),
        ...names.map((name, index) => {
          const ask = askEnvironment(context, draft, name, found.insecure.includes(name));
          return index === names.length - 1 ? tried(ask, attempt) : ask;
        }),
      ];
    }),
    askSave(context, draft),
  ];
  if (!(await runSteps(steps))) return;
  for (const account of draft.accounts.values()) await context.authentication.keep(account);
  await savePlatform(draft.name, draft.config());
  await context.session.settingsChanged();
  await context.session.choose(compositionUrl(draft.name));
  await vscode.commands.executeCommand('goldenPath.services.focus');
  context.prompts.tell('info', t('{0} is connected; your settings hold its parts.', draft.name));
}

const mostNames = 5;
const title = (): string => t('Connect to Platform');

function askKinds(
  { prompts }: WizardContext,
  draft: ConnectDraft,
  likely: (kind: PartKind) => boolean,
  found: Surroundings,
): Step {
  return async (onBack) => {
    const isAsked = draft.kinds.length > 0;
    const isAny = partKinds.some(likely);
    const kinds = await prompts.pickSome<PartKind>({
      id: 'connect.parts',
      title: title(),
      placeholder: t('Which systems? What was found is chosen.'),
      choices: partKinds.map((kind) => ({
        label: kindName(kind),
        description: whatFor(kind),
        ...detailOf(kind, found),
        picked: isAsked ? draft.kinds.includes(kind) : likely(kind) || (!isAny && kind !== 'kubernetes'),
        value: kind,
      })),
      ...(onBack && { onBack }),
    });
    if (!kinds) return false;
    draft.kinds = kinds;
    draft.without.clear();
    const isEnough = kinds.some((kind) => kind !== 'prometheus');
    if (!isEnough) {
      prompts.tell('warning', t('Choose a catalogue or what runs services: metrics alone have none.'));
    }
    return isEnough;
  };
}

function whatFor(kind: PartKind): string {
  switch (kind) {
    case 'backstage':
      return t('the catalogue: services, owners, templates');
    case 'argocd':
      return t('delivery: health, sync, history, logs');
    case 'kubernetes':
      return t('delivery: workloads of the contexts of your kubeconfig');
    case 'prometheus':
      return t('metrics: objectives and error budgets');
  }
}

function detailOf(kind: PartKind, found: Surroundings): { readonly detail?: string } {
  const at = kind === 'kubernetes' ? found.contexts.slice(0, 5).join(', ') : found[kind];
  return at === undefined || at === '' ? {} : { detail: t('Found: {0}', at) };
}

function askAddress(
  { prompts }: WizardContext,
  draft: ConnectDraft,
  kind: Exclude<PartKind, 'kubernetes'>,
  known: string | undefined,
): Step {
  return async (onBack) => {
    const address = await prompts.input({
      id: `connect.${kind}`,
      title: title(),
      prompt: t('Address of {0}, as you open it in the browser.', kindName(kind)),
      placeholder: `https://${kind}.example.com`,
      value: draft.urls.get(kind) ?? known ?? '',
      check: addressFault,
      ...(onBack && { onBack }),
    });
    if (address === undefined) return false;
    draft.urls.set(kind, parseServerUrl(address));
    return true;
  };
}

type Last = 'save' | 'order' | 'found';

function askSave({ prompts }: WizardContext, draft: ConnectDraft): Step {
  return async (onBack) => {
    const back = onBack && { onBack };
    for (;;) {
      const order = draft.environments();
      const picked = await prompts.pick<Last>({
        id: 'connect.save',
        title: title(),
        placeholder: t('One entry in your user settings; tokens stay in the secret storage.'),
        choices: [
          {
            label: t('Save and connect'),
            icon: 'check',
            value: 'save',
          },
          ...(order.length > 1
            ? [
                {
                  label: t('Change the promotion order…'),
                  icon: 'list-ordered',
                  detail: order.join(' → '),
                  value: 'order' as const,
                },
              ]
            : []),
          ...draft.kinds.map((kind, index) => ({
            label: kindName(kind),
            description: findingText(kind, draft),
            icon: draft.findings.has(kind) && !draft.without.has(kind) ? 'pass' : 'circle-slash',
            ...(index === 0 && { heading: t('found') }),
            value: 'found' as const,
          })),
        ],
        ...back,
      });
      if (picked === undefined) return false;
      if (picked === 'found') continue;
      if (picked === 'save') {
        const { catalog, delivery } = draft.config();
        if (catalog || delivery.length > 0) return askName(prompts, draft);
        prompts.tell('warning', t('None of the systems is left: go back, or connect later.'));
        continue;
      }
      const text = await prompts.input({
        id: 'connect.order',
        title: title(),
        prompt: t('Environments from the first to production, with commas between.'),
        value: order.join(', '),
        ...back,
      });
      if (text === undefined) return false;
      draft.order = text
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '');
    }
  };
}

async function askName(prompts: WizardContext['prompts'], draft: ConnectDraft): Promise<boolean> {
  const taken = platformEntries();
  const [url] = draft.urls.values();
  const name = await prompts.input({
    id: 'connect.name',
    title: title(),
    prompt: t('What do you want to call it?'),
    value: url === undefined ? t('Clusters') : nameIn(new URL(url).hostname),
    check: (text) => {
      if (text.trim() === '') return t('Give it a name.');
      return Object.hasOwn(taken, text.trim())
        ? t('Your settings have one of this name already.')
        : undefined;
    },
  });
  draft.name = name?.trim() ?? '';
  return draft.name !== '';
}

/** `backstage.acme.example` is Acme's. */
function nameIn(host: string): string {
  const words = host.split('.').filter((word) => !/^(?:\d+|localhost)$/.test(word));
  const word = words.length > 2 ? words.at(-2) : words[0];
  return word === undefined ? t('My Company') : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

function findingText(kind: PartKind, draft: ConnectDraft): string {
  const found = draft.findings.get(kind);
  if (draft.without.has(kind)) return t('left out');
  if (!found) return t('not tried');
  if (kind === 'prometheus') return t('it answers');
  const services = counted(found.services);
  const count = found.hasMore ? t('more than {0}', services) : services;
  return found.environments.length > 0
    ? t('{0} services in {1}', count, shortened(found.environments))
    : t('{0} services', count);
}

/** The first names are enough to see whether systems mean the same. */
function shortened(names: readonly string[]): string {
  return [...names.slice(0, mostNames), ...(names.length > mostNames ? ['…'] : [])].join(', ');
}

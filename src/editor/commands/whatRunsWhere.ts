import path from 'node:path';
import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { ancestryIn } from '../delivery/ancestry.js';
import { repositoryAround, type GitRepository } from '../delivery/git.js';
import { reachOf, type ReachLine } from '../delivery/reach.js';
import type { Choice } from '../prompts.js';
import { healthWord } from '../views/healthLook.js';
import type { CommandContext, CommandHandler } from './context.js';
import { pickWorkspaceService } from './deploySource.js';
import { platformFor } from './onPlatform.js';
import { targetFrom, type Target } from './target.js';

/** Which environments contain a commit, or the last change of a file, and how the service fares there. */
export const whatRunsWhere: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const title = t('What Runs Where');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const service = await pickWorkspaceService(context, target, title);
  if (!service) return;
  const repository = await repositoryAround(vscode.Uri.parse(service.folder));
  const commit = repository && (await pickCommit(context, repository, vscode.Uri.parse(service.folder)));
  if (repository && !commit) return;
  const { snapshot } = connection.live;
  const known = snapshot.services.get(service.name);
  const lines = await reachOf(
    snapshot,
    known,
    commit?.id ?? '',
    repository ? ancestryIn(repository) : () => Promise.resolve(undefined),
  );
  const chosen = await context.prompts.pick({
    id: 'where',
    title: commit
      ? t('Where {0} of {1} runs', commit.id.slice(0, 7), service.name)
      : t('Where {0} runs', service.name),
    placeholder: commit?.subject ?? t('Its folder is in no git repository: versions only'),
    choices: lines.map(lineChoice),
  });
  if (chosen) {
    await goOn(
      context,
      { platform: connection.url, service: service.name, environment: chosen.environment },
      chosen,
    );
  }
};

interface Commit {
  readonly id: string;
  readonly subject: string;
}

async function pickCommit(
  { prompts }: CommandContext,
  repository: GitRepository,
  folder: vscode.Uri,
): Promise<Commit | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  const file = document?.uri;
  const isInside =
    file?.scheme === 'file' && file.fsPath.startsWith(`${repository.rootUri.fsPath}${path.sep}`);
  const [ofFile, ofFolder, recent] = await Promise.all([
    isInside ? repository.log({ maxEntries: 1, path: file.fsPath }) : [],
    repository.log({ maxEntries: 1, path: folder.fsPath }),
    repository.log({ maxEntries: 20 }),
    isInside ? repository.status() : undefined,
  ]);
  const name = vscode.workspace.asRelativePath(file ?? folder);
  const isChanged = isInside && (document?.isDirty === true || isUncommitted(repository, file));
  if (recent.length === 0) throw new UserError('commit.none', t('Nothing is committed here yet.'));
  const named: Choice<Commit | 'typed'>[] = [
    ...ofFolder.map((commit) => commitChoice(commit, 'history', t('The last change of the service'))),
    ...ofFile.map((commit) => commitChoice(commit, 'file', t('The last change of {0}', name))),
  ];
  const chosen = await prompts.pick<Commit | 'typed'>({
    id: 'commit',
    title: t('What Runs Where'),
    placeholder: isChanged
      ? t('Which change? What is not committed of {0} runs nowhere.', name)
      : t('Which change?'),
    choices: [
      ...named,
      ...recent.map((commit, index) => ({
        ...commitChoice(commit, 'git-commit', undefined),
        ...(index === 0 && { heading: t('Commits') }),
      })),
      { label: t('Another Commit…'), icon: 'search', value: 'typed' },
    ],
  });
  if (chosen !== 'typed') return chosen;
  return typedCommit(prompts, repository);
}

function isUncommitted({ state }: GitRepository, file: vscode.Uri): boolean {
  const { mergeChanges, indexChanges, workingTreeChanges, untrackedChanges = [] } = state;
  return [mergeChanges, indexChanges, workingTreeChanges, untrackedChanges].some((changes) =>
    changes.some(({ uri }) => uri.fsPath === file.fsPath),
  );
}

async function typedCommit(
  prompts: CommandContext['prompts'],
  repository: GitRepository,
): Promise<Commit | undefined> {
  const typed = await prompts.input({
    id: 'commit.typed',
    title: t('What Runs Where'),
    prompt: t('The id of a commit, or a branch or tag'),
    check: (value) =>
      /^[\w./-]+$/.test(value) && !value.startsWith('-') ? undefined : t('This names no commit.'),
  });
  if (typed === undefined) return undefined;
  try {
    const { hash, message } = await repository.getCommit(typed);
    return { id: hash, subject: message.split('\n', 1)[0] ?? '' };
  } catch (error) {
    throw new UserError('commit.unknown', t('Git knows no commit {0} here: fetch first.', typed), error);
  }
}

function commitChoice(
  { hash, message }: { readonly hash: string; readonly message: string },
  icon: string,
  what: string | undefined,
): Choice<Commit> {
  const subject = message.split('\n', 1)[0] ?? '';
  return {
    label: what ?? subject,
    icon,
    description: what === undefined ? hash.slice(0, 7) : `${hash.slice(0, 7)} ${subject}`,
    value: { id: hash, subject },
  };
}

function lineChoice(line: ReachLine): Choice<ReachLine> {
  const { environment, holding, state } = line;
  const look = {
    has: { icon: 'pass-filled', words: t('has it') },
    lacks: { icon: 'circle-large-outline', words: t('does not have it yet') },
    unknown: { icon: 'question', words: t('not known here: fetch, then look again') },
    empty: { icon: 'dash', words: t('not deployed') },
  }[holding];
  return {
    label: environment,
    icon: look.icon,
    description: look.words,
    ...(state && {
      detail: [state.current?.version, healthWord(state.health)].filter((word) => word).join(' · '),
    }),
    value: line,
  };
}

async function goOn(context: CommandContext, target: Target, { state }: ReachLine): Promise<void> {
  const way = await context.prompts.pick<(() => Promise<void>) | undefined>({
    id: 'where.way',
    title: t('{0} in {1}', target.service ?? '', target.environment ?? ''),
    placeholder: t('What next?'),
    choices: [
      ...(state
        ? [
            {
              label: t('Show Logs'),
              icon: 'output',
              value: () => context.run('goldenPath.showLogs', target),
            },
            {
              label: t('Deployment History…'),
              icon: 'history',
              value: () => context.run('goldenPath.deploymentHistory', target),
            },
            {
              label: t('Promote…'),
              icon: 'arrow-up',
              value: () => context.run('goldenPath.promote', target),
            },
          ]
        : []),
      { label: t('Deploy…'), icon: 'rocket', value: () => context.run('goldenPath.deploy', target) },
    ],
  });
  await way?.();
}

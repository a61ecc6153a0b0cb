import * as vscode from 'vscode';
import { isAbort, onAbort } from '../../base/abort.js';
import { t } from '../../base/l10n.js';
import type { PipelineRun } from '../../model/pipelineRun.js';
import { ancestryIn } from '../delivery/ancestry.js';
import { repositoryAround, type GitRepository } from '../delivery/git.js';
import { pushedHead } from '../delivery/pushedHead.js';
import { pushState, type PushState } from '../delivery/pushWatch.js';
import { reachOf } from '../delivery/reach.js';
import type { Action } from '../prompts.js';
import type { Connection } from '../session/connection.js';
import { withStatus } from '../windowPrompts.js';
import type { CommandContext, CommandHandler } from './context.js';
import { pickWorkspaceService } from './deploySource.js';
import { platformFor } from './onPlatform.js';
import { targetFrom } from './target.js';
import { webAddress } from './webAddress.js';

/** The platform is asked for runs this often; environments tell by themselves. */
const pollMs = 4_000;
/** After this a commit is no longer waited for. */
const longestMs = 2 * 60 * 60_000;

/** What this window watches; running the command again ends it, or goes on with what was pushed since. */
const watched = new Map<string, { readonly commit: string; readonly ended: AbortController }>();

interface Push {
  readonly connection: Connection;
  readonly service: string;
  readonly commit: string;
  readonly repository: GitRepository;
}

/** Follows the commit that was just pushed until it is live, and tells once how that ended. */
export const watchPush: CommandHandler = async (context, argument) => {
  const target = targetFrom(argument);
  const title = t('Watch My Push');
  const connection = await platformFor(context, target, title);
  if (!connection) return;
  const service = await pickWorkspaceService(context, target, title);
  if (!service) return;
  const repository = await repositoryAround(vscode.Uri.parse(service.folder));
  // What was pushed a moment ago in a terminal is not told by itself yet.
  await repository?.status();
  const key = `${connection.url} ${service.name}`;
  const earlier = watched.get(key);
  if (earlier) {
    earlier.ended.abort(new DOMException(t('Canceled'), 'AbortError'));
    watched.delete(key);
    context.prompts.tell(
      'info',
      t('{0} is no longer watched.', t('{0} of {1}', earlier.commit.slice(0, 7), service.name)),
    );
    if (repository?.state.HEAD?.commit === earlier.commit) return;
  }
  const commit = pushedHead(service.name, repository?.state);
  if (!repository) return;
  const ended = new AbortController();
  const mine = { commit, ended };
  watched.set(key, mine);
  // It goes on while the person works; only its end is told.
  void watch(context, { connection, service: service.name, commit, repository }, ended.signal)
    .catch((error: unknown) => {
      if (!isAbort(error)) context.log.error('a push could not be watched', error);
    })
    .finally(() => watched.get(key) === mine && watched.delete(key));
};

async function watch(context: CommandContext, push: Push, signal: AbortSignal): Promise<void> {
  const { service, commit } = push;
  const short = commit.slice(0, 7);
  const until = Date.now() + longestMs;
  const end = await withStatus(t('{0} of {1}', short, service), async (report) => {
    for (;;) {
      signal.throwIfAborted();
      const state = await stateOf(push, signal);
      if (state.kind !== 'under way') return state;
      report(state.step);
      if (Date.now() > until) return undefined;
      await nextLook(push.connection, signal);
    }
  });
  tellEnd(context, push, end);
}

async function stateOf(
  { connection, service, commit, repository }: Push,
  signal: AbortSignal,
): Promise<PushState> {
  const runs = await runsOf(connection, service, commit, signal).catch(
    (error: unknown): readonly PipelineRun[] => {
      if (isAbort(error)) throw error;
      // While the platform does not answer, the picture tells what is known.
      return [];
    },
  );
  const { snapshot } = connection.live;
  const lines = await reachOf(snapshot, snapshot.services.get(service), commit, ancestryIn(repository));
  return pushState(runs, lines, snapshot);
}

async function runsOf(
  { platform, live }: Connection,
  service: string,
  commit: string,
  signal: AbortSignal,
): Promise<readonly PipelineRun[]> {
  if (!platform.pipelines || !live.snapshot.info?.capabilities['pipelines']) return [];
  return (await platform.pipelines.list(service, { commit, pageSize: 50 }, { signal, fresh: true })).items;
}

/** The next change of the picture, or the time to ask for runs again. */
function nextLook({ live }: Connection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      changed.dispose();
      aborted.dispose();
      resolve();
    };
    const timer = setTimeout(done, pollMs);
    const changed = live.onDidChange(done);
    const aborted = onAbort(signal, done);
  });
}

function tellEnd(
  context: CommandContext,
  { connection, service, commit }: Push,
  end: PushState | undefined,
): void {
  const short = commit.slice(0, 7);
  const target = { platform: connection.url, service };
  if (end?.kind === 'live') {
    context.prompts.tell(
      'info',
      t('{0} of {1} is live in {2}.', short, service, end.environments.join(', ')),
      [{ label: t('Promote…'), run: () => context.run('goldenPath.promote', target) }],
    );
  } else if (end?.kind === 'failed') {
    context.prompts.tell('error', t('{0} of {1} did not get live: {2}', short, service, end.why), [
      ...openRun(end.url),
    ]);
  } else {
    context.prompts.tell(
      'warning',
      t('{0} of {1} is not live after two hours, and is no longer watched.', short, service),
    );
  }
}

function openRun(url: string | undefined): readonly Action[] {
  if (url === undefined) return [];
  return [
    { label: t('Open Run'), run: () => vscode.env.openExternal(vscode.Uri.parse(webAddress(url), true)) },
  ];
}

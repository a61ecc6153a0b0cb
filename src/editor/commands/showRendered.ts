import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { RenderResult } from '../../language/protocol.js';
import { UserError } from '../../model/errors.js';
import { environmentNames } from '../views/picture.js';
import type { CommandContext, CommandHandler } from './context.js';
import { targetFrom, type Target } from './target.js';

type Needed = 'language' | 'prompts' | 'reports' | 'session' | 'workspaceServices';

/** Shows what the service under the cursor, or of a row, comes to in Kubernetes in an environment. Deploys nothing. */
export const showRendered: CommandHandler<Needed> = async (context, argument) => {
  const target = targetFrom(argument);
  const { uri, line } = await placeOf(context, target, argument);
  const place = { uri, ...(line !== undefined && { line }) };
  const all = usable(await context.language.request('goldenPath/render', place));
  const environment = target.environment ?? (await pickEnvironment(context, all));
  if (environment === undefined) return;
  const result =
    environment === ''
      ? all
      : usable(await context.language.request('goldenPath/render', { ...place, environment }));
  const title =
    environment === ''
      ? t('{0} as rendered', all.service)
      : t('{0} in {1} as rendered', all.service, environment);
  await context.reports.showYaml(title, pageOf(result, title));
};

async function placeOf(
  { workspaceServices }: Pick<CommandContext, 'workspaceServices'>,
  { service, uri }: Target,
  argument: unknown,
): Promise<{ readonly uri: string; readonly line?: number }> {
  if (service !== undefined) {
    const named = (await workspaceServices.refresh()).filter(({ name }) => name === service);
    const found = named.find((one) => one.uri === uri) ?? named[0];
    if (found) return { uri: found.uri, line: found.range.start.line };
    throw new UserError(
      'render.elsewhere',
      t('No manifest of {0} is open here. Open the folder that holds it to see it rendered.', service),
    );
  }
  const editor = vscode.window.activeTextEditor;
  const given = argument instanceof vscode.Uri ? argument : editor?.document.uri;
  if (!given) throw new UserError('render.none', t('Open the manifest of a service to see it rendered.'));
  const isActive = editor?.document.uri.toString() === given.toString();
  return { uri: given.toString(), ...(isActive && { line: editor.selection.active.line }) };
}

function usable(result: RenderResult | null): RenderResult {
  if (!result) {
    throw new UserError('render.none', t('This file describes no service. Open the manifest of one.'));
  }
  const [first] = result.errors;
  if (!first) return result;
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(first.uri));
  const place = `${file}:${first.range.start.line + 1}`;
  throw new UserError(
    'render.errors',
    t('{0} is not rendered: its manifest has an error at {1}: {2}', result.service, place, first.message),
  );
}

/** `''` is what holds for all environments. */
async function pickEnvironment(
  { prompts, session }: Pick<CommandContext, 'prompts' | 'session'>,
  { service, environments }: RenderResult,
): Promise<string | undefined> {
  const live = session.connection?.live.snapshot;
  const known = live ? environmentNames(live, live.services.get(service)) : [];
  const names = [...new Set([...known, ...environments])];
  return prompts.pick({
    id: 'environment',
    title: t('Show {0} rendered', service),
    placeholder: t('In which environment?'),
    choices: [
      ...names.map((name) => ({ label: name, icon: 'server-environment', value: name })),
      { label: t('What holds for all environments'), icon: 'symbol-class', value: '' },
    ],
  });
}

/** What is not in the objects stands above them. */
function pageOf({ text, notes }: RenderResult, title: string): string {
  const told = notes.map(({ path, severity, reason }) => `${severity} /${path.join('/')}: ${reason}`);
  const head = [title, ...told].map((line) => `# ${line.replaceAll(/\s+/g, ' ')}\n`).join('');
  return `${head}${text === '' ? '' : `---\n${text}`}`;
}

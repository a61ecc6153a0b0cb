import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { explain, type Explanation, type WhyQuestion } from '../../platform/why/explain.js';
import { gatherFacts } from '../../platform/why/gather.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { platformFor } from '../commands/onPlatform.js';
import { pickEnvironment, pickService } from '../commands/picks.js';
import { targetFrom } from '../commands/target.js';
import { webAddress } from '../commands/webAddress.js';
import type { ServicePlace } from '../delivery/servicePlace.js';
import { serviceNames } from '../views/picture.js';
import { withNotification } from '../windowPrompts.js';
import { explanationChoices, longText, type Taken } from './explanationChoices.js';
import { explanationPage } from './explanationPage.js';
import { manifestFact, showManifest } from './manifestFact.js';

/** Says the first thing that keeps a service from being deployed, and offers its remedy. */
const whyNot: CommandHandler = (context, argument) => answer(context, argument, 'deploy');

/** Says what made a service unhealthy, and offers its remedy. */
const whyUnhealthy: CommandHandler = (context, argument) => answer(context, argument, 'health');

export const troubleshootCommands = {
  'goldenPath.why': whyNot,
  'goldenPath.whyUnhealthy': whyUnhealthy,
} as const;

async function answer(context: CommandContext, argument: unknown, question: WhyQuestion): Promise<void> {
  const place = await placeOf(context, argument, titleOf(question));
  if (!place) return;
  for (;;) {
    const explanation = await found(context, place, question);
    const text = longText(explanation);
    const taken = await context.prompts.pick<Taken>({
      id: 'why',
      title:
        question === 'deploy'
          ? t('Why can’t I deploy {0} to {1}?', place.service, place.environment)
          : t('Why is {0} not healthy in {1}?', place.service, place.environment),
      placeholder: t('What to do about it, or a line to read all as a page'),
      ...(text !== undefined && { text }),
      choices: explanationChoices(explanation),
    });
    if (!taken) return;
    if (taken.take !== 'again') return take(context, place, explanation, taken);
  }
}

function titleOf(question: WhyQuestion): string {
  return question === 'deploy' ? t('Why Can’t I Deploy?') : t('Why Is It Not Healthy?');
}

async function placeOf(
  context: CommandContext,
  argument: unknown,
  title: string,
): Promise<ServicePlace | undefined> {
  const target = targetFrom(argument);
  const connection = await platformFor(context, target, title);
  if (!connection) return undefined;
  const { prompts, workspaceServices } = context;
  const { snapshot } = connection.live;
  const names = serviceNames({ live: snapshot, workspace: workspaceServices.names });
  const service =
    target.service ??
    (await pickService(
      context,
      title,
      names.map((name) => ({ label: name, value: name })),
    ));
  if (service === undefined) return undefined;
  const environment = target.environment ?? (await pickEnvironment(prompts, snapshot, service, title));
  return environment === undefined ? undefined : { connection, service, environment };
}

function found(
  context: CommandContext,
  { connection, ...place }: ServicePlace,
  question: WhyQuestion,
): Promise<Explanation> {
  return withNotification(t('Looking at {0} in {1}', place.service, place.environment), async (_, signal) => {
    const manifest = await manifestFact(context, place.service);
    return explain(await gatherFacts(connection.platform, place, manifest, question, signal), question);
  });
}

async function take(
  context: CommandContext,
  { connection, service, environment }: ServicePlace,
  explanation: Explanation,
  taken: Exclude<Taken, { readonly take: 'again' }>,
): Promise<void> {
  const target = { platform: connection.url, service, environment };
  switch (taken.take) {
    case 'page':
      return context.reports.show(t('Why {0} in {1}', service, environment), explanationPage(explanation));
    case 'link':
      await vscode.env.openExternal(vscode.Uri.parse(webAddress(taken.url), true));
      return;
    case 'deploy':
      return context.run('goldenPath.deploy', target);
    case 'callOff':
      return context.run('goldenPath.cancelOperation', target);
    case 'remedy':
      return takeStep(context, target, taken.finding.step);
  }
}

async function takeStep(
  context: CommandContext,
  target: { readonly service: string },
  step: NonNullable<Explanation['cause']>['step'],
): Promise<void> {
  switch (step) {
    case 'showProblems':
      await showManifest(context, target.service);
      context.showProblems();
      return;
    case 'requestApproval':
      return context.run('goldenPath.requestApproval', target);
    case 'decide':
      return context.run('goldenPath.approvals', target);
    case 'cancel':
      return context.run('goldenPath.cancelOperation', target);
    case 'showLogs':
      return context.run('goldenPath.showLogs', target);
    case 'rollBack':
      return context.run('goldenPath.rollback', target);
    case undefined:
  }
}

import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { ConversionTarget } from '../../language/convert/conversion.js';
import type { ConversionResult } from '../../language/protocol.js';
import { UserError } from '../../model/errors.js';
import { conversionReport, conversionSummary } from './conversionReport.js';
import type { CommandContext, CommandHandler } from './context.js';
import { applyConversion } from './applyConversion.js';
import { targetFrom } from './target.js';

/** Makes a Service of a Score file or Kubernetes manifests, or a Score file of a Service, beside the file that is open. */
export const convertManifest: CommandHandler<'language' | 'prompts' | 'reports'> = async (
  context,
  argument,
) => {
  const document = await documentFor(argument);
  const to = await pickTarget(document, context);
  if (to === undefined) return;
  const result = await context.language.request('goldenPath/convert', {
    uri: document.uri.toString(),
    to,
    text: document.getText(),
  });
  const report = conversionReport(result, vscode.workspace.asRelativePath);
  if (!result.edit) {
    tell(context, 'warning', t('Nothing could be converted.'), result, report);
    return;
  }
  const names = result.files.map(({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)));
  const isWanted = await context.prompts.confirm(
    'convert',
    t('Convert {0}?', vscode.workspace.asRelativePath(document.uri)),
    [
      ...result.files.map(({ isNew }, index) => fileLine(names[index] ?? '', isNew)),
      conversionSummary(result),
    ].join('\n'),
    t('Convert'),
  );
  if (!isWanted) return;
  await applyConversion(result);
  tell(context, 'info', t('Converted: {0}.', names.join(', ')), result, report);
};

async function documentFor(argument: unknown): Promise<vscode.TextDocument> {
  const { uri } = targetFrom(argument);
  const named = argument instanceof vscode.Uri ? argument : uri && vscode.Uri.parse(uri);
  const document = named
    ? await vscode.workspace.openTextDocument(named)
    : vscode.window.activeTextEditor?.document;
  if (!document || document.isUntitled) {
    throw new UserError(
      'convert.none',
      t('Open the file to convert: a Service, a Score file, or a Kubernetes manifest.'),
    );
  }
  return document;
}

async function pickTarget(
  document: vscode.TextDocument,
  { prompts }: Pick<CommandContext, 'prompts'>,
): Promise<ConversionTarget | undefined> {
  const versions = [...document.getText().matchAll(/^["']?apiVersion["']?\s*:\s*["']?([^\s"']+)/gm)];
  const ours = versions.filter(([, version]) => version?.startsWith('goldenpath.dev/'));
  // There is something to choose only in a file that holds both.
  if (versions.length > 0 && ours.length === 0) return 'service';
  if (versions.length > 0 && ours.length === versions.length) return 'score';
  const service = {
    label: t('Service'),
    description: t('of a Score file or Kubernetes manifests'),
    icon: 'symbol-class',
    value: 'service' as const,
  };
  const score = {
    label: t('Score'),
    description: t('of a Service'),
    icon: 'symbol-file',
    value: 'score' as const,
  };
  return prompts.pick<ConversionTarget>({
    id: 'to',
    title: t('Convert to …'),
    placeholder: t('What should {0} become?', vscode.workspace.asRelativePath(document.uri)),
    choices: [service, score],
  });
}

function fileLine(name: string, isNew: boolean): string {
  return isNew ? t('{0} is created.', name) : t('{0} keeps what stays.', name);
}

function tell(
  { prompts, reports }: Pick<CommandContext, 'prompts' | 'reports'>,
  tone: 'info' | 'warning',
  sentence: string,
  result: ConversionResult,
  report: string,
): void {
  if (result.report.length === 0) {
    prompts.tell(tone, sentence);
    return;
  }
  prompts.tell(tone, `${sentence} ${conversionSummary(result)}`, [
    { label: t('Show Report'), run: () => reports.show(t('Conversion report'), report) },
  ]);
}

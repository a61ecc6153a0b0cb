import type * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import type { FormAnswer } from '../../model/form/form.js';
import type { CatalogDocument } from '../../language/protocol.js';
import type { CommandContext, CommandHandler } from '../commands/context.js';
import { sentenceOf } from '../commands/fault.js';
import { askForm } from '../forms/askForm.js';
import { requireTrust } from '../runs/requireTrust.js';
import { withNotification } from '../windowPrompts.js';
import { filesBeside } from './filesBeside.js';
import { portalFor, type Portal } from './portals.js';
import { documentsOf, pickDocument } from './subject.js';

/** Runs the scaffolder template of a file without effect, with sample values, as it is in the editor now. */
export const tryTemplate: CommandHandler = async (context, argument) => {
  requireTrust();
  const title = t('Dry Run');
  const { uri, documents } = await documentsOf(context, argument, isTemplate);
  const draft = await pickDocument(context, title, documents);
  const portal = draft && (await portalFor(context, 'drafts', title));
  if (!portal) return;
  const name = draft.ref.slice(draft.ref.lastIndexOf('/') + 1);
  await askForm(context, {
    connection: portal.connection,
    form: {
      key: `draft ${uri.toString()} ${draft.ref}`,
      title: t('Dry Run of {0}', name),
      intro: t('Sample values are kept for the next dry run. Nothing is written.'),
      steps: portal.part.form(draft.value),
      submit: t('Dry Run'),
    },
    use: async (answer, signal) => {
      // Meanwhile the template may have been edited.
      const now = await documentsOf(context, uri, ({ ref }) => ref === draft.ref);
      const [document = draft] = now.documents;
      await tryDraft(context, portal, uri, document, answer, signal);
      // The values stay for the next dry run.
      return false;
    },
  });
};

function isTemplate({ value }: CatalogDocument): boolean {
  return value['kind'] === 'Template' && String(value['apiVersion']).startsWith('scaffolder.');
}

async function tryDraft(
  { filePreview, trials }: CommandContext,
  { part }: Portal<'drafts'>,
  uri: vscode.Uri,
  document: CatalogDocument,
  { values, secrets }: FormAnswer,
  outer: AbortSignal,
): Promise<void> {
  const title = t('Dry run: {0}', document.ref.slice(document.ref.lastIndexOf('/') + 1));
  const draft = { template: document.value, files: await filesBeside(uri) };
  const given = { values, ...(Object.keys(secrets).length > 0 && { secrets }) };
  await withNotification(title, async (report, canceled) => {
    const call = { signal: AbortSignal.any([outer, canceled]) };
    trials.clear(uri);
    try {
      const result = await part.dryRun(draft, given, call);
      await trials.show(filePreview, title, document.ref, result);
    } catch (error) {
      call.signal.throwIfAborted();
      report(t('Looking for the step that failed'));
      const step = await part.failingStep(draft, given, call).catch(() => undefined);
      trials.fail(uri, document, step, sentenceOf(error));
      if (step === undefined) throw error;
      throw new UserError('draft.step', t('The step “{0}” fails: {1}', step, sentenceOf(error)));
    }
  });
}

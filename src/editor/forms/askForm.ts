import { answerOf, simpleFields } from '../../model/form/form.js';
import type { FormTask } from './form.js';
import { FormHost, type FormContext } from './formHost.js';
import { openFormPage } from './formPage.js';
import { askQuickly } from './quickForm.js';

/**
 * Has a form filled in: few simple fields one after the other in the editor's own boxes, others on a page. What is
 * filled in and not carried out stays as a draft. Rejects with what `use` throws, unless a page shows it.
 */
export async function askForm(context: FormContext, { connection, form, use }: FormTask): Promise<void> {
  const host = new FormHost(context, connection, form);
  const fields = simpleFields(host.group);
  if (!fields) {
    openFormPage(context.pages, host, use);
    return;
  }
  const value = await askQuickly(context.prompts, host, fields);
  if (value === undefined) return;
  const isDone = await use(answerOf(host.group, value), new AbortController().signal);
  if (isDone) await host.dropDraft();
}

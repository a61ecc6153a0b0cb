import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';
import { answerOf } from '../../model/form/form.js';
import { isSchema } from '../../model/form/schemaParts.js';
import type { FormModel } from '../../webview/form/formModel.js';
import type { Page, PageContent } from '../webviews/page.js';
import type { Pages } from '../webviews/pages.js';
import type { UseAnswer } from './form.js';
import type { FormHost } from './formHost.js';

export const formPageKind = 'form';

/** Shows a form on a page of its own, which closes when what it was filled in for is done. */
export function openFormPage(pages: Pages, host: FormHost, use: UseAnswer): Page {
  const page = pages.open(formContent(host, use, () => page.dispose()));
  return page;
}

/** A form as the content of a page. `done` is called when it is not needed any more. */
export function formContent(host: FormHost, use: UseAnswer, done: () => void): PageContent {
  const { form } = host;
  let isBusy = false;
  // The newest values live here while the page is thrown away and made again; secrets do not.
  let value: unknown = host.value();
  return {
    kind: formPageKind,
    key: form.key,
    title: form.title,
    hasForm: true,
    model: (): FormModel => ({
      title: form.title,
      ...(form.intro !== undefined && { intro: form.intro }),
      schema: host.schema,
      value,
      submit: form.submit,
    }),
    answers: {
      check: (given) => host.check(given),
      names: (question) => {
        const { kind, prefix } = isSchema(question) ? question : {};
        return host.names(kind, typeof prefix === 'string' ? prefix : '');
      },
      draft: async (given) => {
        value = given;
        await host.keepDraft(given);
      },
      cancel: done,
      submit: async (given, signal) => {
        if (isBusy) throw new UserError('form.busy', t('This is being carried out already.'));
        isBusy = true;
        try {
          const [fault] = await host.check(given);
          if (fault) throw new UserError('form.fault', t('{0}: {1}', fault.path.join('.'), fault.message));
          if (!(await use(answerOf(host.group, given), signal))) return false;
          await host.dropDraft();
          done();
          return true;
        } finally {
          isBusy = false;
        }
      },
    },
  };
}

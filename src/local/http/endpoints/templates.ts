import { isRunRequest } from '../../../contract/generated/checks.js';
import { t } from '../../../base/l10n.js';
import type { App } from '../../app.js';
import { refusal } from '../../../contract/refusal.js';
import { isObject } from '../../manifest/json.js';
import type { GalleryTemplate } from '../../templates/gallery.js';
import { planTemplateRun } from '../../templates/templateRuns.js';
import { checkBody } from '../checkBody.js';
import { ok, type Endpoint } from '../exchange.js';
import { pageOf } from '../paging.js';
import { answerRun } from '../runAnswer.js';

export function templateEndpoints(app: App, gallery: readonly GalleryTemplate[]): readonly Endpoint[] {
  const find = (name: string | undefined): GalleryTemplate => {
    const found = gallery.find((template) => template.name === name);
    if (found) return found;
    throw refusal('not-found', t('There is no template "{0}".', name ?? ''));
  };
  return [
    {
      method: 'GET',
      path: '/v1/templates',
      handle: ({ query }) =>
        ok(
          pageOf(
            gallery.map(({ wire }) => wire),
            query,
          ),
        ),
    },
    {
      method: 'GET',
      path: '/v1/templates/{template}',
      handle: ({ params }) => ok(find(params['template']).wire),
    },
    {
      method: 'POST',
      path: '/v1/templates/{template}/runs',
      async handle(exchange) {
        const template = find(exchange.params['template']);
        app.control.access.demand(exchange.caller, 'template.run');
        const { values, planFingerprint } = checkBody(isRunRequest, exchange.body);
        const given = isObject(values) ? values : {};
        const request = { template: template.name, values: given };
        const isTaken = (name: string): boolean =>
          app.store.state.services.some((service) => service.name === name);
        return answerRun(app.runs, exchange, planFingerprint, request, () =>
          planTemplateRun(template, given, request, isTaken),
        );
      },
    },
  ];
}

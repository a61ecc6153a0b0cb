import { t } from '../../base/l10n.js';
import type { components } from '../../contract/generated/wire.js';
import type { Check } from '../check.js';
import { jsonOf } from '../exchange.js';
import { expect, expectRefusal, expectShape, expectStatus } from '../expect.js';
import { NotApplicable } from '../verdict.js';

type Wire = components['schemas'];

export function catalogChecks(): readonly Check[] {
  return [
    {
      id: 'services/list',
      level: 'read',
      proves: t('GET /services lists services in the shape of the contract.'),
      async run({ probe }) {
        expectShape(await probe.get('/services'), 'ServiceList');
      },
    },
    {
      id: 'services/summary',
      level: 'read',
      proves: t('The list carries the status in every environment: one call draws the tree.'),
      async run({ probe, facts }) {
        const answer = await probe.get('/services');
        const { items } = expectShape(answer, 'ServiceList');
        const known = new Set((await facts.environments()).map(({ name }) => name));
        for (const { name, environments } of items) {
          expect(environments !== undefined, t('The service {0} has no field environments.', name), answer);
          const stranger = environments.find(({ environment }) => !known.has(environment));
          expect(
            stranger === undefined,
            t(
              '{0} names the environment {1}, which GET /environments lacks.',
              name,
              stranger?.environment ?? '',
            ),
            answer,
          );
        }
      },
    },
    {
      id: 'services/one',
      level: 'read',
      proves: t('GET /services/{service} answers the service of that name.'),
      async run({ probe, facts }) {
        const { name } = await facts.service();
        const answer = await probe.get(`/services/${encodeURIComponent(name)}`);
        const service = expectShape(answer, 'Service');
        expect(service.name === name, t('The answer is of "{0}", not of {1}.', service.name, name), answer);
      },
    },
    {
      id: 'services/not-found',
      level: 'read',
      proves: t('A service that does not exist is 404.'),
      async run({ probe }) {
        const unknown = await probe.get('/services/golden-path-conformance-nobody');
        expectRefusal(unknown, [404], ['not-found']);
      },
    },
    {
      id: 'services/odd-names',
      level: 'deploy',
      proves: t('A name with escaped dots and slashes is a name that does not exist, never another path.'),
      async run({ probe }) {
        for (const name of ['%2e%2e%2fenvironments', 'a%2fb', '%00']) {
          expectStatus(await probe.get(`/services/${name}`), 400, 404, 414, 422);
        }
      },
    },
    {
      id: 'services/names',
      level: 'deploy',
      proves: t('names= reads just the services that are named, and passes over unknown names.'),
      async run({ probe, facts }) {
        const { name } = await facts.service();
        const query = { names: `${name},golden-path-conformance-nobody` };
        const answer = await probe.get('/services', { query });
        const { items } = expectShape(answer, 'ServiceList');
        const found = items.map((item) => item.name).join(', ');
        expect(found === name, t('The answer has "{0}", not just {1}.', found, name), answer);
      },
    },
    {
      id: 'services/filters',
      level: 'full',
      proves: t('owner= lists the services of that owner and no other.'),
      async run({ probe, facts }) {
        const owner = (await facts.services()).find((service) => service.owner !== undefined)?.owner;
        if (owner === undefined) throw new NotApplicable(t('No service has an owner.'));
        const answer = await probe.get('/services', { query: { owner } });
        const { items } = expectShape(answer, 'ServiceList');
        const other = items.find((item) => item.owner !== owner);
        expect(items.length > 0 && !other, t('The answer is not the services of {0} alone.', owner), answer);
      },
    },
    {
      id: 'environments/list',
      level: 'read',
      proves: t('GET /environments lists environments in the shape of the contract.'),
      async run({ probe }) {
        expectShape(await probe.get('/environments'), 'EnvironmentList');
      },
    },
    {
      id: 'environments/order',
      level: 'read',
      proves: t('Environments come in the order of promotion.'),
      async run({ probe, facts }) {
        const order = (await facts.environments()).flatMap((each) => each.order ?? []);
        const sorted = order.every((place, index) => index === 0 || (order[index - 1] ?? 0) <= place);
        expect(sorted, t('Their order is {0}.', order.join(', ')), await probe.get('/environments'));
      },
    },
    {
      id: 'paths/unknown',
      level: 'read',
      proves: t('A path that is not in the contract is 404.'),
      async run({ probe }) {
        expectRefusal(await probe.get('/golden-path-conformance-nothing'), [404], ['not-found']);
      },
    },
    {
      id: 'query/unknown',
      level: 'read',
      proves: t('A query parameter that the server does not know is passed over.'),
      async run({ probe }) {
        const answer = await probe.get('/services', { query: { goldenPathConformance: '1' } });
        expectShape(answer, 'ServiceList');
      },
    },
    {
      id: 'methods/head',
      level: 'read',
      proves: t('HEAD answers as GET does, without a body, or is refused as a method.'),
      async run({ probe }) {
        const answer = await probe.call('HEAD', '/services');
        expectStatus(answer, 200, 405, 501);
        expect(answer.body === '', t('The answer to HEAD has a body.'), answer);
      },
    },
    {
      id: 'methods/options',
      level: 'read',
      proves: t('OPTIONS does not open the API to every web page together with its sign-in.'),
      async run({ probe }) {
        const headers = {
          origin: 'https://golden-path-conformance.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        };
        const answer = await probe.call('OPTIONS', '/services', { headers, credentials: 'none' });
        expect(
          answer.status < 500 || answer.status === 501,
          t('OPTIONS is answered {0}.', answer.status),
          answer,
        );
        const allowed = answer.headers['access-control-allow-origin'];
        const withCredentials = answer.headers['access-control-allow-credentials'] === 'true';
        const open = allowed === 'https://golden-path-conformance.example' && withCredentials;
        expect(!open, t('Any web page may use the API with the sign-in of its reader.'), answer);
      },
    },
    {
      id: 'answers/same',
      level: 'read',
      proves: t('The list and the single answer name the same environments of a service.'),
      async run({ probe, facts }) {
        const listed = await facts.service();
        const answer = await probe.get(`/services/${encodeURIComponent(listed.name)}`);
        const single = jsonOf(answer) as Wire['Service'] | undefined;
        const places = (service: Wire['Service'] | undefined): string =>
          (service?.environments ?? [])
            .map((leaf) => leaf.environment)
            .sort()
            .join(', ');
        expect(
          places(single) === places(listed),
          t('The list has the environments "{0}", the service "{1}".', places(listed), places(single)),
          answer,
        );
      },
    },
  ];
}

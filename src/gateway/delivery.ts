import { isDeploymentRequest, isReleaseRequest } from '../contract/generated/checks.js';
import type { Platform } from '../model/platform.js';
import {
  accepted,
  demand,
  eitherName,
  keyOf,
  named,
  reading,
  type Answer,
  type Asked,
  type Endpoint,
} from './endpoint.js';
import { pageQuery, texts } from './query.js';

/** What was deployed and released is listed; deployments are planned and begun. */
export function deliveryEndpoints(platform: Platform): readonly Endpoint[] {
  const { deployments } = platform;
  const path = '/services/{service}/deployments';
  const releases = '/services/{service}/releases';
  return [
    reading(path, (asked) => {
      const query = { ...pageQuery(asked.query), ...texts(asked.query, ['environment', 'state']) };
      return eitherName(asked, (service) => platform.listDeployments(service, query, asked));
    }),
    { method: 'POST', path, answer: (asked) => deploy(platform, asked) },
    reading(releases, (asked) =>
      eitherName(asked, (service) => platform.listReleases(service, pageQuery(asked.query), asked)),
    ),
    { method: 'POST', path: releases, answer: (asked) => release(platform, asked) },
    ...(deployments
      ? [
          reading(`${path}/{deployment}`, (asked) =>
            eitherName(asked, (service) => deployments.get(service, named(asked, 'deployment'), asked)),
          ),
          reading(`${releases}/{release}`, (asked) =>
            eitherName(asked, (service) => deployments.release(service, named(asked, 'release'), asked)),
          ),
        ]
      : []),
  ];
}

async function release(platform: Platform, asked: Asked): Promise<Answer> {
  const { manifest, source } = demand(isReleaseRequest, await asked.body());
  const { folder, repository = '', revision = '', path } = source;
  const whole = { repository, revision, ...(path !== undefined && { path }) };
  const request = { manifest, source: folder === undefined ? whole : { folder } };
  const key = { idempotencyKey: keyOf(asked) };
  const made = await eitherName(asked, (service) => platform.createRelease(service, request, key));
  const place = `/v1/services/${encodeURIComponent(named(asked, 'service'))}/releases/${encodeURIComponent(made.id)}`;
  return { status: 201, body: made, headers: { Location: place } };
}

async function deploy(platform: Platform, asked: Asked): Promise<Answer> {
  const request = demand(isDeploymentRequest, await asked.body());
  if (asked.query.get('dryRun') === 'true') {
    return { body: await eitherName(asked, (service) => platform.planDeployment(service, request, asked)) };
  }
  // Without the signal of the caller: who leaves early has begun it all the same.
  const key = { idempotencyKey: keyOf(asked) };
  return accepted(await eitherName(asked, (service) => platform.createDeployment(service, request, key)));
}

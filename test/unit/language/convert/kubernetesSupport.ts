import { parse, stringify } from 'yaml';
import type { Conversion } from '../../../../src/language/convert/conversion.js';
import { convert } from '../../../../src/language/convert/convert.js';

export interface Service {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly workload: {
      readonly containers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      readonly service?: unknown;
      readonly resources?: unknown;
    };
  };
}

export function toService(...objects: readonly (object | string)[]): Conversion & { services: Service[] } {
  const sources = objects.map((object, index) => ({
    uri: `file:///w/${index}.yaml`,
    text: typeof object === 'string' ? object : stringify(object, { aliasDuplicateObjects: false }),
  }));
  const conversion = convert(sources, 'service');
  return { ...conversion, services: conversion.files.map(({ text }) => parse(text) as Service) };
}

export const labels = { app: 'orders' };
export function workload(pod: object = {}, spec: object = {}, kind = 'Deployment'): object {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'orders' },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'main', image: 'orders:1' }], ...pod },
      },
      ...spec,
    },
  };
}
export function container(parts: object): object {
  return workload({ containers: [{ name: 'main', image: 'orders:1', ...parts }] });
}
export const networkService = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'orders' },
  spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
};

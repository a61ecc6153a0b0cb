import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { KubeObject } from '../kubeClient.js';

const lines = 200;

/**
 * What pods have logged, as a container runtime writes it: kwok reads these files and follows them, so that a line a test
 * appends reaches who follows the log. One file for each namespace.
 */
export function podLogs(folder: string): KubeObject[] {
  mkdirSync(folder, { recursive: true });
  const namespaces = ['dev', 'staging', 'prod'].flatMap((name) => [`store-${name}`, `shop-${name}`]);
  return namespaces.map((namespace) => {
    const file = path.join(folder, `${namespace}.log`);
    writeFileSync(file, Array.from({ length: lines }, (_, index) => logLine(index, namespace)).join(''));
    return {
      apiVersion: 'kwok.x-k8s.io/v1alpha1',
      kind: 'ClusterLogs',
      metadata: { name: namespace },
      spec: {
        selector: { matchNamespaces: [namespace] },
        logs: [{ logsFile: file, previousLogsFile: file, follow: true }],
      },
    };
  });
}

/** A line of the runtime's own format: time, stream, whole line, text. */
function logLine(index: number, namespace: string): string {
  const time = new Date(Date.now() - (lines - index) * 1000).toISOString().replace('Z', '000000Z');
  const level = index % 50 === 49 ? 'error' : 'info';
  const stream = level === 'error' ? 'stderr' : 'stdout';
  return `${time} ${stream} F level=${level} msg="request ${index}" namespace=${namespace}\n`;
}

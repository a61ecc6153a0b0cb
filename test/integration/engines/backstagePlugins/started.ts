import path from 'node:path';
import { startBackstage, type RunningBackstage } from '../../backstage/backstage.js';
import { areEnginesThere, engines } from '../fixture.js';

const folder = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '', 'test/integration/engines/backstagePlugins');
/** As many as company.yaml holds, and its location. */
const entities = 7;

/** Whether there are servers for the plugins to ask, and packages to ask them; else a recording answers. */
export function isReal(): boolean {
  return areEnginesThere() && process.env['GOLDEN_PATH_BACKSTAGE'] !== undefined;
}

/** Whether what is answered is written down: what is asked besides would only make it longer. */
export function isRecorded(): boolean {
  return process.env['GOLDEN_PATH_BACKSTAGE_RECORD'] !== undefined;
}

/** A Backstage with these plugins, which ask the servers of the fixture; or what it answered. */
export function startWithPlugins(recording: string, plugins: readonly string[]): Promise<RunningBackstage> {
  if (!isReal()) return startBackstage({ recording, isReplayed: true });
  const { kubernetes, argocd } = engines();
  return startBackstage({
    recording,
    entities,
    masks: [
      [kubernetes.url, '{cluster}'],
      [argocd.url, '{argocd}'],
      [engines().git.url, '{git}'],
      [engines().folder, '{engines}'],
    ],
    configuration: {
      files: [path.join(folder, 'app-config.yaml')],
      env: {
        BACKSTAGE_PLUGINS: plugins.join(','),
        BACKSTAGE_COMPANY: path.join(folder, 'company.yaml'),
        BACKSTAGE_CLUSTER: kubernetes.url,
        BACKSTAGE_CLUSTER_CA: kubernetes.caFile,
        BACKSTAGE_CLUSTER_TOKEN: kubernetes.tokens.reader,
        BACKSTAGE_ARGOCD: argocd.url,
        BACKSTAGE_ARGOCD_TOKEN: argocd.tokens.admin,
      },
    },
  });
}

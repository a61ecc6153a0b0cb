import os from 'node:os';
import * as vscode from 'vscode';
import type { RenderService } from '../../model/rendering.js';
import type { ClusterAccess } from '../../platform/composed/compositionPorts.js';
import type { ExecConsent } from '../../platform/kubernetes/execPlugin.js';

/** How this window reaches clusters: by its user's kubeconfig, and by the proxy of the editor's settings. */
export function clusterAccess(consent: ExecConsent, render: RenderService): ClusterAccess {
  return {
    get env() {
      return { ...process.env, ...proxySettings() };
    },
    home: os.homedir(),
    consent,
    render,
  };
}

/** In the words of the environment; what is set there counts where the editor says nothing. */
function proxySettings(): Readonly<Record<string, string>> {
  const settings = vscode.workspace.getConfiguration('http');
  const proxy = settings.get<string>('proxy') ?? '';
  const without = settings.get<readonly string[]>('noProxy') ?? [];
  if (settings.get<string>('proxySupport') === 'off') return { HTTPS_PROXY: '', HTTP_PROXY: '' };
  return {
    ...(proxy !== '' && { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(without.length > 0 && { NO_PROXY: without.join(',') }),
  };
}

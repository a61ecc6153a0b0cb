import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Kubeconfig } from '../../platform/kubernetes/kubeconfig.js';
import { findingsIn, type Findings, type FoundFile } from './findings.js';

const globs = [
  '**/catalog-info*.{yaml,yml}',
  '**/app-config*.{yaml,yml}',
  '**/*{argo,application}*.{yaml,yml}',
  '**/*{argo,application}*/*.{yaml,yml}',
];
const mostFiles = 40;
const mostBytes = 256 * 1024;

export interface Surroundings extends Findings {
  /** Names of the kubeconfig's contexts, the current one in front. */
  readonly contexts: readonly string[];
  /** The one that the person's own tools go to. */
  readonly current?: string;
  /** Those whose servers may be anybody: their certificates are not looked at. */
  readonly insecure: readonly string[];
}

/** What the open folders and the tools of the person say of the systems of their company. Asks no server; never rejects. */
export async function readSurroundings(): Promise<Surroundings> {
  const [files, own, contexts] = await Promise.all([workspaceFiles(), ownFiles(), contextsOf()]);
  return { ...findingsIn([...files, ...own]), ...contexts };
}

async function workspaceFiles(): Promise<readonly FoundFile[]> {
  const found = await Promise.all(
    globs.map((glob) => vscode.workspace.findFiles(glob, '**/node_modules/**', mostFiles)),
  );
  const uris = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  const read = await Promise.all(
    [...uris.values()].slice(0, 2 * mostFiles).map(async (uri): Promise<readonly FoundFile[]> => {
      try {
        const bytes = await vscode.workspace.fs.readFile(uri);
        if (bytes.byteLength > mostBytes) return [];
        return [{ name: path.posix.basename(uri.path), text: new TextDecoder().decode(bytes) }];
      } catch {
        return [];
      }
    }),
  );
  return read.flat();
}

/** Of Argo CD's own command line. */
async function ownFiles(): Promise<readonly FoundFile[]> {
  const { ARGOCD_CONFIG_DIR: told, XDG_CONFIG_HOME: config = path.join(os.homedir(), '.config') } =
    process.env;
  for (const folder of told === undefined
    ? [path.join(config, 'argocd'), path.join(os.homedir(), '.argocd')]
    : [told]) {
    const text = await readFile(path.join(folder, 'config'), 'utf8').catch(() => undefined);
    if (text !== undefined) return [{ name: 'argocd-config', text }];
  }
  return [];
}

async function contextsOf(): Promise<Pick<Surroundings, 'contexts' | 'current' | 'insecure'>> {
  try {
    const { readKubeconfig } = await import('../../platform/kubernetes/kubeconfig.js');
    const config = await readKubeconfig({ env: process.env, home: os.homedir() });
    const { contexts, current } = config;
    const first = current !== undefined && contexts.includes(current) ? [current] : [];
    return {
      contexts: [...new Set([...first, ...contexts])],
      ...(first[0] !== undefined && { current: first[0] }),
      insecure: contexts.filter((name) => isInsecure(config, name)),
    };
  } catch {
    return { contexts: [], insecure: [] };
  }
}

function isInsecure(config: Kubeconfig, name: string): boolean {
  try {
    return config.context(name).cluster.value['insecure-skip-tls-verify'] === true;
  } catch {
    return false;
  }
}

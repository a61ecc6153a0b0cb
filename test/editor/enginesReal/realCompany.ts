import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../src/editor/app.js';
import type { ServiceEnvironment } from '../../../src/model/catalog.js';
import { compositionUrl } from '../../../src/platform/composed/compositionUrl.js';
import { pushChange, type Change } from '../../integration/engines/git/configuration.js';
import { git } from '../../integration/engines/git/git.js';
import { createKubeClient } from '../../integration/engines/kubeClient.js';
import { engines } from '../../integration/engines/fixture.js';
import { Developer } from '../engines/developer.js';
import { eventually } from '../support/eventually.js';
import { app } from '../support/extension.js';
import { servicesShown } from '../support/trees.js';

const settings = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('goldenPath');

/** The fixture's company as a person at this window has it, and what others do in it meanwhile. */
export class RealCompany {
  loaded!: App;
  #folder = '';
  readonly #before = { KUBECONFIG: process.env['KUBECONFIG'], GIT_CONFIG_GLOBAL: '' as string | undefined };

  /** With the person's kubeconfig and git. */
  async open(): Promise<this> {
    this.#folder = await mkdtemp(path.join(os.tmpdir(), 'golden-path-company-'));
    this.#before.GIT_CONFIG_GLOBAL = process.env['GIT_CONFIG_GLOBAL'];
    const gitconfig = path.join(this.#folder, 'gitconfig');
    await writeFile(gitconfig, '[user]\n\tname = Jo Example\n\temail = jo@example.test\n');
    process.env['GIT_CONFIG_GLOBAL'] = gitconfig;
    process.env['KUBECONFIG'] = engines().kubernetes.kubeconfig;
    this.loaded = await app();
    await vscode.commands.executeCommand('goldenPath.services.focus');
    return this;
  }

  async close(): Promise<void> {
    for (const [name, value] of Object.entries(this.#before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    await this.leave();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async leave(): Promise<void> {
    await settings().update('platforms', undefined, vscode.ConfigurationTarget.Global);
    const { authentication } = this.loaded;
    for (const account of await authentication.all()) await authentication.signOut(account.id);
    await eventually('nothing is connected', () => this.loaded.session.connections.length === 0, 20_000);
  }

  /** Connects all parts by the wizard with answers; `argocd` is the token for it. */
  async connect(argocd = engines().argocd.tokens.developer): Promise<Developer> {
    const { backstage, argocd: argo, prometheus } = engines();
    const prompts = new Developer(
      (title) => (title.includes(new URL(argo.url).host) ? argocd : backstage.token),
      {
        'connect.platform': 'parts',
        'connect.backstage': backstage.url,
        'connect.argocd': argo.url,
        'connect.prometheus': prometheus.url,
        'connect.environment': '',
        'connect.save': 'save',
        'connect.name': 'Shop',
        'signIn.haveToken': true,
        'signIn.way': 'token',
      },
      {
        'connect.parts': ['backstage', 'argocd', 'kubernetes', 'prometheus'],
        'connect.contexts': ['admin@engines'],
      },
    );
    this.loaded.prompts = prompts;
    await vscode.commands.executeCommand('goldenPath.connect');
    await this.#isThere({ asked: prompts.asked.map(({ id }) => id), told: prompts.told });
    return prompts;
  }

  /** Names a platform of these parts in the settings, and chooses it. */
  async binds(parts: object): Promise<void> {
    await settings().update('platforms', { Shop: parts }, vscode.ConfigurationTarget.Global);
    await this.loaded.session.settingsChanged();
    await this.loaded.session.choose(compositionUrl('Shop'));
  }

  /** Connects unless that is done. */
  async connected(): Promise<void> {
    if (this.loaded.session.connections.length === 0) await this.connect();
    else await this.#isThere({});
  }

  #isThere(seen: object): Promise<unknown> {
    return eventually(
      'services with what they run',
      () => this.place('assortment', 'prod')?.current !== undefined && this.place('basket', 'prod'),
      40_000,
      () => ({ ...seen, rows: servicesShown(this.loaded), parts: this.states() }),
    );
  }

  place(service: string, environment: string): ServiceEnvironment | undefined {
    return this.loaded.session.connection?.live.snapshot.services
      .get(service)
      ?.environments?.find((each) => each.environment === environment);
  }

  states(): Readonly<Record<string, string>> {
    const parts = this.loaded.session.connection?.platform.parts?.() ?? [];
    return Object.fromEntries(parts.map(({ name, state }) => [name, state]));
  }

  /** Merges a branch of the configuration repository as its host would, and has Argo CD look at it. */
  async merges(branch: string, application: string): Promise<void> {
    await this.#inClone(async (work) => {
      await git(work, ['merge', '--quiet', '--squash', `origin/${branch}`]);
      await git(work, ['commit', '--quiet', '--message', `Merge ${branch}`]);
      await git(work, ['push', '--quiet', 'origin', 'HEAD:main', `:${branch}`]);
    });
    await this.refresh(application);
  }

  /** Somebody commits a change of the configuration. */
  async commits(change: Change, application: string): Promise<void> {
    await this.#inClone((work) => pushChange(work, change));
    await this.refresh(application);
  }

  /** What a webhook of the host does. */
  async refresh(application: string): Promise<void> {
    const { url, tokens } = engines().argocd;
    const answer = await fetch(`${url}/api/v1/applications/${application}?refresh=normal`, {
      headers: { authorization: `Bearer ${tokens.developer}` },
    });
    assert.equal(answer.status, 200);
  }

  /** Somebody with the rights to the cluster patches an object by hand. */
  async patches(route: string, body: object): Promise<void> {
    const { url, ca, tokens } = engines().kubernetes;
    const cluster = createKubeClient({ url, ca, token: tokens.admin });
    await cluster.request('PATCH', route, body, 'application/strategic-merge-patch+json');
    cluster.close();
  }

  /** Branches of the configuration repository that wait for a pull request. */
  async branches(): Promise<readonly string[]> {
    const refs = await git(this.#folder, ['ls-remote', '--heads', engines().git.repository]);
    return refs
      .split('\n')
      .map((line) => line.replace(/^.*refs\/heads\//, ''))
      .filter((branch) => branch !== 'main' && branch !== '');
  }

  async #inClone(work: (folder: string) => Promise<unknown>): Promise<void> {
    const clone = await mkdtemp(path.join(this.#folder, 'clone-'));
    await git(this.#folder, ['clone', '--quiet', engines().git.repository, clone]);
    await work(clone);
    await rm(clone, { recursive: true, force: true });
  }
}

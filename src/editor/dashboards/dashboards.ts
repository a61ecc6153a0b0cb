import { t } from '../../base/l10n.js';
import { toDisposable, type Disposable } from '../../base/lifecycle.js';
import { ownerName } from '../../model/reference.js';
import type { Log } from '../../model/log.js';
import type { CommandId } from '../commands/ids.js';
import type { Connection } from '../session/connection.js';
import type { Session } from '../session/session.js';
import type { Page, PageContent } from '../webviews/page.js';
import type { Pages } from '../webviews/pages.js';
import { LiveDashboard } from './dashboard.js';
import { pathSource } from './pathSource.js';
import { serviceSource } from './serviceSource.js';
import { isSpan, keyOf, subjectOf, type Subject } from './subject.js';

/** Folder of src/webview whose script draws dashboards. */
const pageKind = 'dashboards';

export interface DashboardPorts {
  readonly pages: Pages;
  readonly session: Session;
  readonly log: Log;
  readonly run: (id: CommandId, ...args: readonly unknown[]) => Promise<void>;
  readonly openManifest: (service: string, pointer: string) => Promise<void>;
}

/** The dashboards that are open. A page is told everything; what it asks for is checked here. */
export class Dashboards implements Disposable {
  readonly #ports: DashboardPorts;
  readonly #registered: Disposable;

  constructor(ports: DashboardPorts) {
    this.#ports = ports;
    this.#registered = ports.pages.register(pageKind, (key) => this.#reopen(key));
  }

  open(subject: Subject): void {
    const connection = this.#ports.session.require(subject.platform);
    this.#ports.pages.open(this.#content(connection, subject));
  }

  dispose(): void {
    this.#registered.dispose();
  }

  /** After a reload of the window; a platform that is bound no longer takes its dashboards with it. */
  async #reopen(key: string): Promise<PageContent | undefined> {
    const subject = subjectOf(key);
    const { session } = this.#ports;
    await session.resume();
    const connection = session.connections.find(({ url }) => url === subject?.platform);
    return subject && connection && this.#content(connection, subject);
  }

  #content(connection: Connection, subject: Subject): PageContent {
    const { session, log, run, openManifest } = this.#ports;
    const { platform } = subject;
    const owners = () => session.owners.of(connection);
    const source =
      subject.kind === 'service'
        ? serviceSource(connection, subject.service, owners)
        : pathSource(connection, subject, owners);
    const dashboard = new LiveDashboard(source, log);
    let shown: Page | undefined;
    const update = (): void => shown?.update();
    const onService = (id: CommandId) => (value: unknown) => {
      const { service, environment } = placeIn(value);
      if (service !== undefined) {
        return run(id, { platform, service, ...(environment !== undefined && { environment }) });
      }
      return undefined;
    };
    return {
      kind: pageKind,
      key: keyOf(subject),
      title:
        subject.kind === 'service'
          ? subject.service
          : t('Golden path: {0}', ownerName(subject.name, owners())),
      model: () => dashboard.model(),
      shown: (page) => {
        shown = page;
        const named = session.owners.onDidChange(update);
        const watching = dashboard.watch(session, update);
        return toDisposable(() => {
          named.dispose();
          watching.dispose();
        });
      },
      answers: {
        reload: async () => {
          dashboard.read(update);
          await connection.live.refresh();
        },
        signIn: () => run('goldenPath.signIn', { platform }),
        deploy: onService('goldenPath.deploy'),
        rollback: onService('goldenPath.rollback'),
        logs: onService('goldenPath.showLogs'),
        openUrl: onService('goldenPath.openUrl'),
        openService: onService('goldenPath.openDashboard'),
        subject: () => run('goldenPath.openDashboard', { platform, path: true }),
        span: (value) => {
          const days = textOf(value, 'days');
          if (subject.kind === 'path' && isSpan(days)) this.open({ ...subject, days });
        },
        openManifest: (value) => {
          const { service } = placeIn(value);
          const pointer = textOf(value, 'pointer');
          if (service !== undefined && typeof pointer === 'string') return openManifest(service, pointer);
          return undefined;
        },
      },
    };
  }
}

function placeIn(value: unknown): { readonly service?: string; readonly environment?: string } {
  const service = textOf(value, 'service');
  const environment = textOf(value, 'environment');
  return {
    ...(typeof service === 'string' && { service }),
    ...(typeof environment === 'string' && { environment }),
  };
}

function textOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

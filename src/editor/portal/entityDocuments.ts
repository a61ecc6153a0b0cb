import * as vscode from 'vscode';
import { t } from '../../base/l10n.js';
import type { Disposable } from '../../base/lifecycle.js';
import type { EntityPort } from '../../language/ports.js';
import { sentenceOf } from '../commands/fault.js';
import type { Session } from '../session/session.js';
import { portals } from './portals.js';

const scheme = 'golden-path-entity';

/** Entities of a connected catalogue as read-only documents. */
export class EntityDocuments implements EntityPort, Disposable {
  readonly #session: Session;
  readonly #registration: vscode.Disposable;

  constructor(session: Session) {
    this.#session = session;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: (uri) => this.#textOf(uri),
    });
  }

  async documentOf(ref: string): Promise<string | undefined> {
    for (const { url, platform } of portals(this.#session, 'catalogFiles')) {
      const found = await platform.catalogFiles?.entity(ref).catch(() => undefined);
      const path = `/${ref.replace(':', '/')}.yaml`;
      if (found) return vscode.Uri.from({ scheme, path, query: url }).toString();
    }
    return undefined;
  }

  dispose(): void {
    this.#registration.dispose();
  }

  /** Read anew whenever the document is opened, also in a window that was closed with it. */
  async #textOf({ path, query }: vscode.Uri): Promise<string> {
    const [, kind = '', name = ''] = /^\/([^/]+)\/(.+)\.yaml$/.exec(path) ?? [];
    const ref = `${kind}:${name}`;
    try {
      const { platform } = this.#session.require(query);
      const { text, origin } = (await platform.catalogFiles?.entity(ref)) ?? { text: '' };
      const told = t('{0}, as {1} has it. It is not edited here.', ref, query);
      const from = origin === undefined ? '' : `# ${t('It comes from {0}.', origin)}\n`;
      return `# ${told}\n${from}${text}`;
    } catch (error) {
      return `# ${sentenceOf(error)}\n`;
    }
  }
}

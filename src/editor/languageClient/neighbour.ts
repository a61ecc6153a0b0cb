import * as vscode from 'vscode';
import { Emitter } from '../../base/events.js';
import { DisposableStore, type Disposable } from '../../base/lifecycle.js';
import type { Neighbour } from '../../language/protocol.js';
import type { Log } from '../../model/log.js';
import { detectManifest } from '../../model/manifestDetector.js';

const extensionId = 'redhat.vscode-yaml';
/** The schema that a manifest has at the neighbour: one that allows everything, so that only ours has a say. */
const scheme = 'golden-path';
const openSchemaUri = `${scheme}://schemas/everything.json`;
const openSchema = '{}';

/** What the neighbour offers to other extensions (its README, "Extension API"). */
interface SchemaContributors {
  registerContributor(
    scheme: string,
    schemaOf: (resource: string) => string | undefined,
    contentOf: (schemaUri: string) => string,
    label?: string,
  ): boolean;
}

/**
 * Red Hat's YAML extension in the same editor. It attaches to every document whose language is `yaml`, so to Score files
 * and the like: there it keeps what belongs to YAML as such, and we keep what belongs to manifests.
 */
export class YamlNeighbour implements Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new Emitter<Neighbour>());
  readonly #log: Log;
  #said: string;
  /** Open documents that our server has taken for manifests: only it knows the kinds of a workspace. */
  readonly #recognised = new Set<string>();
  #isClaimed = false;
  #isDisposed = false;

  /** It came, went, or was told to do more or less. */
  readonly onDidChange = this.#changed.event;

  constructor(log: Log) {
    this.#log = log;
    this.#said = JSON.stringify(this.provides());
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#recognised.delete(uri.toString())),
    );
    this.#store.add(vscode.extensions.onDidChange(() => this.#refresh()));
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('yaml')) this.#refresh();
      }),
    );
  }

  /** What it does for documents whose language is `yaml`. */
  provides(): Neighbour {
    if (!vscode.extensions.getExtension(extensionId)) return {};
    const settings = vscode.workspace.getConfiguration('yaml');
    const validates = settings.get('validate', true);
    return {
      syntax: validates,
      outline: true,
      formatting: settings.get('format.enable', true),
      modelines: validates,
    };
  }

  /** Asks it to leave the schemas of manifests to us. To be called when there is a manifest whose language is `yaml`. */
  async claimManifests(): Promise<void> {
    const extension = vscode.extensions.getExtension<unknown>(extensionId);
    if (!extension || this.#isClaimed) return;
    this.#isClaimed = true;
    try {
      const api = await extension.activate();
      if (!canContribute(api)) return;
      api.registerContributor(
        scheme,
        (resource) => (!this.#isDisposed && this.#isManifest(resource) ? openSchemaUri : undefined),
        () => openSchema,
      );
    } catch (error) {
      this.#isClaimed = false;
      this.#log.error(`${extensionId} could not be asked to leave manifests to this extension`, error);
    }
  }

  /** Our server has found what there is to find in a document. */
  recognised(uri: vscode.Uri): void {
    this.#recognised.add(uri.toString());
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#store.dispose();
  }

  #refresh(): void {
    const provided = this.provides();
    if (!vscode.extensions.getExtension(extensionId)) this.#isClaimed = false;
    else if (vscode.workspace.textDocuments.some(({ uri }) => this.#isManifest(uri.toString()))) {
      void this.claimManifests();
    }
    const said = JSON.stringify(provided);
    if (said === this.#said) return;
    this.#said = said;
    this.#changed.fire(provided);
  }

  /** Whether an open document is a manifest; closed ones are nobody's to check. */
  #isManifest(resource: string): boolean {
    const wanted = vscode.Uri.parse(resource).toString();
    const document = vscode.workspace.textDocuments.find(
      ({ uri, languageId }) => languageId === 'yaml' && uri.toString() === wanted,
    );
    if (!document) return false;
    return (
      this.#recognised.has(wanted) || detectManifest(document.getText(), document.uri.path) !== undefined
    );
  }
}

function canContribute(api: unknown): api is SchemaContributors {
  return (
    typeof api === 'object' &&
    api !== null &&
    'registerContributor' in api &&
    typeof api.registerContributor === 'function'
  );
}

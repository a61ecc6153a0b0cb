import pLimit from 'p-limit';
import type { components } from '../../contract/generated/wire.js';
import { t } from '../../base/l10n.js';
import { ownerRef } from '../catalog/describeService.js';
import { sha256 } from '../releases/contentDigest.js';
import { releaseFolder } from '../releases/releaseFolder.js';
import type { ReleaseRecord, ServiceRecord } from '../store/state.js';
import type { Store } from '../store/store.js';
import { findDocuments, maxDocumentBytes, readDocument, type DocumentFile } from './findDocuments.js';

type WireDocument = components['schemas']['Document'];

interface Found {
  readonly release: string;
  readonly documents: readonly (DocumentFile & { readonly wire: WireDocument })[];
}

/** Folders that are looked at together. */
const atOnce = 8;

/** The documentation of services, as it is in their newest releases. A release never changes, so each is read once. */
export class Documents {
  readonly #dataDir: string;
  readonly #store: Store;
  readonly #known = new Map<string, Found>();

  constructor(dataDir: string, store: Store) {
    this.#dataDir = dataDir;
    this.#store = store;
  }

  /** Without their text, service by service. */
  async list(services: readonly ServiceRecord[]): Promise<readonly WireDocument[]> {
    const newest = new Map(this.#store.state.releases.map((release) => [release.service, release]));
    const limit = pLimit(atOnce);
    const found = await Promise.all(
      services.map((service) => limit(() => this.#documentsOf(service, newest.get(service.name)))),
    );
    return found.flatMap(({ documents }) => documents.map(({ wire }) => wire));
  }

  /** With its text; `undefined` for an id of nothing. Only what the list has can be read. */
  async read(id: string): Promise<WireDocument | undefined> {
    await this.list(this.#store.state.services);
    for (const [service, { release, documents }] of this.#known) {
      const document = documents.find(({ wire }) => wire.id === id);
      if (!document) continue;
      const { source } = releaseFolder(this.#dataDir, service, release);
      const { content, isCut } = await readDocument(source, document.path);
      const end = isCut
        ? `\n\n${t('(Cut: the page is larger than {0} KB.)', maxDocumentBytes / 1024)}\n`
        : '';
      return { ...document.wire, content: content + end };
    }
    return undefined;
  }

  async #documentsOf(service: ServiceRecord, release: ReleaseRecord | undefined): Promise<Found> {
    const known = this.#known.get(service.name);
    if (known && known.release === release?.id) return known;
    const found: Found = {
      release: release?.id ?? '',
      documents: release ? await this.#look(service, release) : [],
    };
    this.#known.set(service.name, found);
    return found;
  }

  async #look(service: ServiceRecord, release: ReleaseRecord): Promise<Found['documents']> {
    const { source } = releaseFolder(this.#dataDir, release.service, release.id);
    const owner = ownerRef(service);
    return (await findDocuments(source)).map((file, order) => ({
      ...file,
      wire: {
        id: `page_${sha256(`${service.name}/${file.path}`).slice(0, 16)}`,
        title: file.title,
        type: file.type,
        service: service.name,
        ...(owner !== undefined && { owner }),
        order,
        mediaType: 'text/markdown',
        updatedAt: release.createdAt,
      },
    }));
  }
}

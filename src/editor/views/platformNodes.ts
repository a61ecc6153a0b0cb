import { NodeStore, pageSize, type Node } from './nodes.js';
import type { Picture } from './picture.js';
import type { PlatformPicture } from './platformRow.js';

/** The rows of a view by platform: those of the only one, or those below the row that each of several has. */
export class PlatformNodes {
  /** The rows of the only platform. */
  readonly nodes = new NodeStore();
  readonly #pictures: () => readonly PlatformPicture[];
  readonly #limits = new Map<string, number>();
  readonly #platforms = new Map<string, { readonly row: Node; readonly nodes: NodeStore }>();

  /** `pictures` gives none while the welcome text speaks instead. */
  constructor(pictures: () => readonly PlatformPicture[]) {
    this.#pictures = pictures;
  }

  /** The row of one of several platforms, and the rows below it. */
  platform(url: string): { readonly row: Node; readonly nodes: NodeStore } {
    const known = this.#platforms.get(url);
    if (known) return known;
    const made = {
      row: { kind: 'platform', id: `platform/${url}`, platform: url } as const,
      nodes: new NodeStore(url),
    };
    this.#platforms.set(url, made);
    return made;
  }

  /** The rows of several platforms, or of the only one what `rows` gives. */
  roots(rows: (picture: Picture, nodes: NodeStore) => readonly Node[]): readonly Node[] {
    const pictures = this.#pictures();
    if (pictures.length > 1) return pictures.map(({ url }) => this.platform(url).row);
    const [only] = pictures;
    return only?.picture ? rows(only.picture, this.nodes) : [];
  }

  /** What hangs below a platform that nothing is known of: the button that its welcome text has where it is the only one. */
  unknown(node: Node): readonly Node[] {
    const platform = node.kind === 'platform' ? this.platformOf(node) : undefined;
    if (platform?.connection.live.snapshot.status !== 'unauthenticated') return [];
    return [{ kind: 'signIn', id: `${node.id}/signIn`, platform: platform.url }];
  }

  /** The platform that a row belongs to. */
  platformOf({ platform }: Node): PlatformPicture | undefined {
    const pictures = this.#pictures();
    if (platform !== undefined) return pictures.find(({ url }) => url === platform);
    return pictures.length === 1 ? pictures[0] : undefined;
  }

  pictureOf(node: Node): Picture | undefined {
    return this.platformOf(node)?.picture;
  }

  nodesOf({ platform }: Node): NodeStore {
    return platform === undefined ? this.nodes : this.platform(platform).nodes;
  }

  /** The rows of the platform at an address. */
  nodesAt(url: string): NodeStore {
    return this.#pictures().length > 1 ? this.platform(url).nodes : this.nodes;
  }

  /** The row of the platform above a row that hangs below nothing else; none where there is only one platform. */
  top({ platform }: Node): Node | undefined {
    return platform === undefined ? undefined : this.platform(platform).row;
  }

  /** How many rows of a list are shown; `list` is the id of the row it hangs below, empty for the roots. */
  limit(list: string): number {
    return this.#limits.get(list) ?? pageSize;
  }

  /** Shows one page more of a list, and gives the row that it hangs below. */
  loadMore(list: string): Node | undefined {
    this.#limits.set(list, this.limit(list) + pageSize);
    for (const { row, nodes } of this.#platforms.values()) {
      const found = row.id === list ? row : nodes.find(list);
      if (found) return found;
    }
    return this.nodes.find(list);
  }
}

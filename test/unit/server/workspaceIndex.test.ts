import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguageService } from '../../../src/language/languageService.js';
import type { ServerHost } from '../../../src/server/host.js';
import { WorkspaceIndex } from '../../../src/server/workspaceIndex.js';
import type { WalkEntry } from '../../../src/server/yamlWalk.js';

const environment = (name: string): string =>
  `apiVersion: goldenpath.dev/v1alpha1\nkind: Environment\nmetadata: { name: ${name} }\nspec: { type: test }\n`;

/** Folders of files in memory, whose reading can be held up; and documents that are open. */
class Bed {
  readonly files = new Map<string, string>();
  readonly open = new Map<string, TextDocument>();
  /** Reading a folder waits for this. */
  gate: Promise<void> = Promise.resolve();
  reads = 0;
  readonly #service = createLanguageService({
    files: { readText: (uri) => Promise.resolve(this.files.get(uri)) },
  });
  readonly index: WorkspaceIndex;

  constructor() {
    const host: ServerHost = {
      reads: () => true,
      files: { readText: (uri) => Promise.resolve(this.files.get(uri)) },
      readFolder: async (folder) => {
        await this.gate;
        return this.#entries(folder);
      },
    };
    const documents = {
      get: (uri: string): TextDocument | undefined => this.open.get(uri),
      opened: (): TextDocument[] => [...this.open.values()],
      read: (uri: string): Promise<TextDocument | undefined> => {
        this.reads++;
        const text = this.files.get(uri);
        const onDisk = text === undefined ? undefined : TextDocument.create(uri, 'yaml', 0, text);
        return Promise.resolve(this.open.get(uri) ?? onDisk);
      },
    };
    this.index = new WorkspaceIndex(this.#service, documents, host);
  }

  #entries(folder: string): WalkEntry<string>[] {
    if (folder === 'file:///many') {
      return Array.from({ length: 200_001 }, (_, index) => ({ name: `${index}`, kind: 'file', place: '' }));
    }
    const below = [...this.files.keys()].filter((uri) => uri.startsWith(`${folder}/`));
    return below.map((uri) => ({ name: uri.slice(folder.length + 1), kind: 'file', place: uri }));
  }

  async names(signal = new AbortController().signal): Promise<string[]> {
    return (await this.index.known(signal)).map(({ name }) => name ?? '');
  }
}

function heldUp(): { gate: Promise<void>; release: () => void } {
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  return { gate, release };
}

describe('the index of the workspace', () => {
  let bed: Bed;
  beforeEach(() => {
    bed = new Bed();
    bed.files.set('file:///a/one.yaml', environment('one'));
    bed.files.set('file:///b/two.yaml', environment('two'));
  });

  it('reads nothing before it is asked, and then once', async () => {
    bed.index.setRoots(['file:///a']);
    assert.equal(bed.index.documents(), undefined);
    assert.equal(bed.reads, 0);
    assert.deepEqual(await Promise.all([bed.names(), bed.names()]), [['one'], ['one']]);
    assert.equal(bed.reads, 1);
    assert.equal(bed.index.documents()?.length, 1);
  });

  it('never takes what it read of other folders for all there is', async () => {
    const { gate, release } = heldUp();
    bed.gate = gate;
    bed.index.setRoots(['file:///a']);
    const asked = bed.names();
    bed.index.setRoots(['file:///a', 'file:///b']);
    release();
    assert.deepEqual(await asked, ['one', 'two']);
    assert.deepEqual(
      bed.index.documents()?.map(({ name }) => name),
      ['one', 'two'],
    );
  });

  it('lets one who asks go without leaving the others alone', async () => {
    const { gate, release } = heldUp();
    bed.gate = gate;
    bed.index.setRoots(['file:///a']);
    const stop = new AbortController();
    const impatient = bed.names(stop.signal);
    const patient = bed.names();
    stop.abort();
    await assert.rejects(impatient, { name: 'AbortError' });
    assert.equal(bed.index.documents(), undefined);
    release();
    assert.deepEqual(await patient, ['one']);
  });

  it('tries again after a folder could not be read', async () => {
    bed.gate = Promise.reject(new Error('gone'));
    bed.index.setRoots(['file:///a']);
    await assert.rejects(bed.names(), /gone/);
    bed.gate = Promise.resolve();
    assert.deepEqual(await bed.names(), ['one']);
  });

  it('knows open documents as they are now, inside its folders and outside', async () => {
    bed.index.setRoots(['file:///a']);
    const open = (uri: string, version: number, text: string): void => {
      bed.open.set(uri, TextDocument.create(uri, 'yaml', version, text));
    };
    open('file:///a/one.yaml', 1, environment('uno'));
    open('file:///else/where.yaml', 1, environment('elsewhere'));
    assert.deepEqual(await bed.names(), ['uno', 'elsewhere']);
    open('file:///a/one.yaml', 2, environment('eins'));
    assert.deepEqual(await bed.names(), ['eins', 'elsewhere']);
  });

  it('tells what changed, but not while a file is broken', async () => {
    bed.index.setRoots(['file:///a']);
    await bed.names();
    const heard: (string | undefined)[] = [];
    bed.index.onChanged((uri) => heard.push(uri));
    const uri = 'file:///a/one.yaml';
    bed.files.set(uri, `${environment('one')}x: [\n`);
    await bed.index.refresh(uri);
    assert.deepEqual(heard, []);
    bed.files.set(uri, environment('other'));
    await bed.index.refresh(uri);
    assert.deepEqual(heard, [uri]);
    assert.deepEqual(await bed.names(), ['other']);
  });

  it('reads a file once however often it is told of it', async () => {
    bed.index.setRoots(['file:///a']);
    await bed.names();
    const before = bed.reads;
    await Promise.all(Array.from({ length: 50 }, () => bed.index.refresh('file:///a/one.yaml')));
    assert.equal(bed.reads, before + 1);
  });

  it('finds what stood below folders that are gone', async () => {
    bed.files.set('file:///a/deep/er/three.yaml', environment('three'));
    bed.index.setRoots(['file:///a']);
    await bed.names();
    assert.deepEqual(bed.index.below(['file:///a/deep']), ['file:///a/deep/er/three.yaml']);
    assert.deepEqual(bed.index.below(['file:///a/de', 'file:///b']), []);
  });

  it('counts nothing as complete where it could not look at everything', async () => {
    bed.index.setRoots(['file:///a', 'file:///many']);
    assert.deepEqual(await bed.names(), ['one']);
    assert.equal(bed.index.documents(), undefined);
    assert.equal(bed.index.isComplete, false);
  });

  it('counts nothing as complete where there is no folder', async () => {
    assert.deepEqual(await bed.names(), []);
    assert.equal(bed.index.documents(), undefined);
  });
});

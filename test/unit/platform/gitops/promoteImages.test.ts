import assert from 'node:assert/strict';
import type { ConfigSource } from '../../../../src/model/engine.js';
import type { ImageEdit } from '../../../../src/platform/gitops/imageEdits.js';
import { promoteImages, restoreImages } from '../../../../src/platform/gitops/promoteImages.js';

const digest = `sha256:${'ab'.repeat(32)}`;
const older = `sha256:${'cd'.repeat(32)}`;

type Files = Readonly<Record<string, string>>;

function state(
  format: ConfigSource['format'],
  path: string,
  images: readonly string[],
  files: Files = {},
  valueFiles?: readonly string[],
): Parameters<typeof promoteImages>[0] {
  const source: ConfigSource = {
    repository: 'https://git.example/config.git',
    branch: 'main',
    path,
    format,
    images,
    ...(valueFiles && { valueFiles }),
  };
  return { source, files: new Map(Object.entries(files)) };
}

function codes({ findings }: ImageEdit): readonly string[] {
  return findings.map(({ code }) => code);
}

function kustomize(text: string, images: readonly string[], theirs = ''): ImageEdit {
  return promoteImages(
    state('Kustomize', 'staging', images, { 'staging/kustomization.yaml': theirs }),
    state('Kustomize', 'prod', ['orders:1.0.0'], { 'prod/kustomization.yaml': text }),
  );
}

const kustomization = `# production
resources:
  - ../base
images:
  - name: orders   # the service
    newName: registry.example/orders
    newTag: 1.0.0  # by hand, once
  - {name: proxy, newTag: "2.0"}
`;

describe('promoteImages, Kustomize', () => {
  it('sets the tag and nothing else', () => {
    const { files, changes } = kustomize(kustomization, ['registry.example/orders:1.1.0', 'proxy:2.1']);
    assert.equal(
      files.get('prod/kustomization.yaml'),
      kustomization.replace('newTag: 1.0.0 ', 'newTag: 1.1.0 ').replace('"2.0"', '"2.1"'),
    );
    assert.deepEqual(changes, [
      {
        file: 'prod/kustomization.yaml',
        pointer: '/images/0',
        name: 'registry.example/orders',
        before: { tag: '1.0.0' },
        after: { tag: '1.1.0' },
      },
      {
        file: 'prod/kustomization.yaml',
        pointer: '/images/1',
        name: 'proxy',
        before: { tag: '2.0' },
        after: { tag: '2.1' },
      },
    ]);
  });

  it('quotes a tag that would be a number or a date', () => {
    for (const tag of ['1.10', '12e5678', '2026-01-02', '0123', 'on', '20']) {
      const { files } = kustomize(kustomization, [`registry.example/orders:${tag}`]);
      assert.match(files.get('prod/kustomization.yaml') ?? '', new RegExp(`newTag: "${tag}" `), tag);
    }
  });

  it('reads a tag that was written as a number for what it says', () => {
    const text = 'images:\n- name: orders\n  newTag: 1.10\n';
    assert.equal(kustomize(text, ['orders:1.10']).files.size, 0);
    assert.equal(
      kustomize(text, ['orders:1.11']).files.get('prod/kustomization.yaml'),
      'images:\n- name: orders\n  newTag: "1.11"\n',
    );
  });

  it('writes a digest where there was a tag, and both where both are wanted', () => {
    const text = 'images:\n- name: orders\n  newTag: v1\n- name: other\n  newTag: v1\n';
    assert.equal(
      kustomize(text, [`orders@${digest}`]).files.get('prod/kustomization.yaml'),
      text.replace('newTag: v1', `digest: ${digest}`),
    );
    assert.equal(
      kustomize(text, [`orders:v2@${digest}`]).files.get('prod/kustomization.yaml'),
      text.replace('orders\n  newTag: v1', `orders\n  digest: ${digest}\n  newTag: v2`),
    );
  });

  it('says that a pin by digest is lost', () => {
    const text = `images:\r\n- name: orders\r\n  digest: ${older}\r\n`;
    const edit = kustomize(text, ['orders:v2']);
    assert.equal(edit.files.get('prod/kustomization.yaml'), 'images:\r\n- name: orders\r\n  newTag: v2\r\n');
    assert.deepEqual(codes(edit), ['digest-pin']);
    assert.equal(edit.findings[0]?.mustAcknowledge, true);
    const both = `images:\n- name: orders\n  newTag: v1\n  digest: ${older}\n`;
    assert.equal(
      kustomize(both, ['orders:v2']).files.get('prod/kustomization.yaml'),
      'images:\n- name: orders\n  newTag: v2\n',
    );
  });

  it('adds an image that the other environment sets', () => {
    const theirs = 'images:\n  - name: orders\n    newTag: v2\n  - name: proxy\n    newTag: v9\n';
    const images = ['orders:v2', 'proxy:v9'];
    assert.equal(
      kustomize('resources: [../base]', images, theirs).files.get('prod/kustomization.yaml'),
      'resources: [../base]\nimages:\n  - name: orders\n    newTag: v2\n  - name: proxy\n    newTag: v9\n',
    );
    assert.equal(
      kustomize('images:\n- name: a\n  newTag: b # c\n# end\n', images, theirs).files.get(
        'prod/kustomization.yaml',
      ),
      'images:\n- name: a\n  newTag: b # c\n- name: orders\n  newTag: v2\n- name: proxy\n  newTag: v9\n# end\n',
    );
  });

  it('changes files of the folder where the kustomization lists no images', () => {
    const patch = 'kind: Deployment\nspec:\n  containers:\n    - image: orders:1.0.0\n';
    const edit = promoteImages(
      state('Kustomize', 'staging', ['orders:1.1.0']),
      state('Kustomize', 'prod', ['orders:1.0.0'], {
        'prod/kustomization.yaml': 'patches: [{path: patch.yaml}]\n',
        'prod/patch.yaml': patch,
      }),
    );
    assert.deepEqual([...edit.files], [['prod/patch.yaml', patch.replace('1.0.0', '1.1.0')]]);
  });

  it('tells of images that it does not find, and only then of those that matter', () => {
    assert.deepEqual(codes(kustomize('resources: []\n', ['orders:2.0.0'])), ['image-not-found']);
    assert.equal(kustomize('resources: []\n', ['orders:2.0.0']).findings[0]?.mustAcknowledge, true);
    assert.deepEqual(codes(kustomize('resources: []\n', ['orders:1.0.0'])), []);
    assert.equal(kustomize('resources: []\n', ['sidecar:1']).findings[0]?.severity, 'Info');
  });

  it('promotes nothing that runs in two versions', () => {
    const edit = kustomize(kustomization, ['registry.example/orders:1.1.0', 'registry.example/orders:1.2.0']);
    assert.equal(edit.files.size, 0);
    assert.deepEqual(codes(edit), ['several-versions']);
  });

  it('takes the same name in another registry for the same image, and says so', () => {
    const edit = kustomize(kustomization, ['dev.example/team/orders:1.1.0']);
    assert.match(
      edit.files.get('prod/kustomization.yaml') ?? '',
      /newName: registry\.example\/orders\n +newTag: 1\.1\.0/,
    );
    assert.deepEqual(codes(edit), ['other-registry']);
  });

  it('leaves a file alone that it cannot read for sure', () => {
    assert.equal(kustomize('images: [\n', ['orders:2']).files.size, 0);
    assert.equal(kustomize('images:\n- name: orders\n  newTag: *v\n', ['orders:2']).files.size, 0);
  });
});

describe('promoteImages, Helm', () => {
  const helm = (
    files: Files,
    images: readonly string[],
    runs: readonly string[] = [],
    theirs: Files = {},
  ): ImageEdit =>
    promoteImages(
      state('Helm', 'chart', images, theirs, ['envs/staging.yaml']),
      state('Helm', 'chart', runs, files, ['envs/base.yaml', 'envs/prod.yaml']),
    );

  it('changes the file that wins, though another tells the name', () => {
    const files = {
      'chart/values.yaml': 'image:\n  repository: registry.example/orders\n  tag: latest\n',
      'envs/base.yaml': 'image:\n  tag: "1.0"\n',
      'envs/prod.yaml': "replicas: 3\nimage:\n  tag: '1.0'   # released\n",
    };
    assert.deepEqual(
      [...helm(files, ['registry.example/orders:1.1']).files],
      [['envs/prod.yaml', "replicas: 3\nimage:\n  tag: '1.1'   # released\n"]],
    );
  });

  it('knows nested images, a registry apart, and images in one word', () => {
    const text =
      'worker:\n  image: {registry: registry.example, repository: worker, tag: v1}\nproxyImage: proxy:1.0.0\nimage:\n  repository: web\n  pullPolicy: Always\n';
    const edit = helm({ 'envs/prod.yaml': text }, ['registry.example/worker:v2', 'proxy:1.0.1', 'web:v3']);
    assert.equal(
      edit.files.get('envs/prod.yaml'),
      text
        .replace('tag: v1', 'tag: v2')
        .replace('proxy:1.0.0', 'proxy:1.0.1')
        .replace('repository: web\n', 'repository: web\n  tag: v3\n'),
    );
  });

  it('finds the tag of a chart from elsewhere where both environments have it', () => {
    const edit = helm(
      { 'envs/prod.yaml': 'app:\n  image:\n    tag: v1\nother:\n  image:\n    tag: v1\n' },
      ['elsewhere.example/orders:v2'],
      ['elsewhere.example/orders:v1'],
      { 'envs/staging.yaml': 'app:\n  image:\n    tag: v2\nother:\n  image:\n    tag: v7\n' },
    );
    assert.equal(
      edit.files.get('envs/prod.yaml'),
      'app:\n  image:\n    tag: v2\nother:\n  image:\n    tag: v1\n',
    );
  });

  it('empties a digest that would win over the tag, and fills one that is there', () => {
    const text = `image:\n  repository: orders\n  tag: v1\n  digest: "${older}"\n`;
    assert.equal(
      helm({ 'envs/prod.yaml': text }, ['orders:v2']).files.get('envs/prod.yaml'),
      'image:\n  repository: orders\n  tag: v2\n  digest: ""\n',
    );
    assert.equal(
      helm({ 'envs/prod.yaml': text }, [`orders:v2@${digest}`]).files.get('envs/prod.yaml'),
      text.replace('v1', 'v2').replace(older, digest),
    );
  });

  it('says what cannot be written', () => {
    const edit = helm({ 'envs/prod.yaml': 'image:\n  repository: orders\n  tag: v1\n' }, [
      `orders@${digest}`,
    ]);
    assert.equal(edit.files.size, 0);
    assert.deepEqual(codes(edit), ['image-not-written']);
  });
});

describe('promoteImages, plain YAML', () => {
  const workload = (tag: string): string =>
    `kind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: orders\n          image: "orders:${tag}"\n---\nkind: CronJob\nspec: {image: orders:${tag}}\n`;

  it('changes every place and says how many there are', () => {
    const edit = promoteImages(
      state('Directory', 'staging', ['orders:v2']),
      state('Directory', '', ['orders:v1'], { 'all.yaml': workload('v1'), 'deep/copy.yaml': workload('v0') }),
    );
    assert.deepEqual([...edit.files], [['all.yaml', workload('v2')]]);
    assert.deepEqual(codes(edit), ['several-places']);
  });

  it('changes JSON as JSON', () => {
    const edit = promoteImages(
      state('Directory', 'a', ['orders:2.0']),
      state('Directory', 'b', [], {
        'b/x.json': '{"spec": {"containers": [{"image": "orders:1.0", "name": "x"}]}}',
      }),
    );
    assert.equal(
      edit.files.get('b/x.json'),
      '{"spec": {"containers": [{"image": "orders:2.0", "name": "x"}]}}',
    );
  });
});

describe('restoreImages', () => {
  it('gives each place what it named earlier', () => {
    const now = state('Kustomize', 'prod', [], {
      'prod/kustomization.yaml': kustomization
        .replace('1.0.0', '1.2.0')
        .replace('# production', '# new words'),
    });
    const edit = restoreImages(now, new Map([['prod/kustomization.yaml', kustomization]]));
    assert.equal(
      edit.files.get('prod/kustomization.yaml'),
      kustomization.replace('# production', '# new words'),
    );
  });

  it('has nothing to do where nothing is different', () => {
    const now = state('Kustomize', 'prod', [], { 'prod/kustomization.yaml': kustomization });
    assert.equal(restoreImages(now, now.files).files.size, 0);
    assert.equal(restoreImages(now, new Map()).files.size, 0);
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlatformError, UserError } from '../../../src/model/errors.js';
import type { Platform } from '../../../src/model/platform.js';
import type { GitQuestion } from '../../../src/platform/gitops/gitQuestion.js';
import { DeliveryBed, promote } from './deliveryBed.js';

const program = path.join(process.env['GOLDEN_PATH_ROOT'] ?? '.', 'dist', 'askpass.cjs');
const login = { user: 'jo', password: 'correct horse' };

describe('What git asks for, asked of the person', function () {
  this.timeout(60_000);
  let bed: DeliveryBed;
  let asked: GitQuestion[];
  let known: Map<string, string>;

  beforeEach(async () => {
    bed = new DeliveryBed();
    asked = [];
    known = new Map();
    bed.host.login = login;
    runsAt(await bed.host.serve());
  });
  afterEach(() => bed.dispose());

  function runsAt(repository: string): void {
    bed.engine.runs('production', bed.source('production', '1.0.0', { repository }));
    bed.engine.runs('staging', bed.source('staging', '1.1.0', { repository }));
  }

  function platformAnswered(
    answers: Partial<Record<GitQuestion['kind'], string>>,
    env: NodeJS.ProcessEnv = {},
  ): Platform {
    const ask = (question: GitQuestion): Promise<string | undefined> => {
      asked.push(question);
      return Promise.resolve(answers[question.kind]);
    };
    return bed.platformWith({
      env: { ...bed.host.env, ...env },
      questions: { program, known, ask },
    });
  }

  const kinds = (): string[] => asked.map(({ kind }) => kind);

  it('asks once, for all that git does, and follows without asking', async () => {
    const platform = platformAnswered({ username: login.user, password: login.password });
    const { operation, branch } = await bed.branchOf(platform);
    assert.deepEqual(kinds(), ['username', 'password']);
    assert.match(asked[1]?.about ?? '', /^jo@127\.0\.0\.1:\d+$/);
    bed.host.merge(branch, 'merge');
    await bed.until(platform, operation.id, 'Running');
    assert.equal(asked.length, 2);
    for (const file of filesBelow(bed.cache)) {
      assert.doesNotMatch(readFileSync(file, 'latin1'), /correct horse/, file);
    }
    platform.dispose();
  });

  it('asks two that run at the same time once, and a new window with the same memory not at all', async () => {
    const platform = platformAnswered({ username: login.user, password: login.password });
    await Promise.all([1, 2].map(() => platform.planDeployment('orders', promote)));
    assert.deepEqual(kinds().sort(), ['password', 'username']);
    platform.dispose();
    const again = platformAnswered({});
    assert.deepEqual((await again.planDeployment('orders', promote)).blocks, []);
    again.dispose();
  });

  it('says in one sentence that the person turned away, and leaves the remote alone', async () => {
    for (const answers of [{}, { username: 'jo' }]) {
      asked = [];
      known.clear();
      const platform = platformAnswered(answers);
      await assert.rejects(platform.planDeployment('orders', promote), (error) => {
        assert.ok(error instanceof UserError && error.code === 'git.sign-in', String(error));
        assert.match(
          error.message,
          /^Git was not signed in \((?:jo@)?127\.0\.0\.1:\d+\), so nothing was done/,
        );
        return true;
      });
      assert.equal(asked.length, Object.keys(answers).length + 1);
      platform.dispose();
    }
    assert.deepEqual(bed.host.branches(), ['main']);
  });

  it('forgets what was refused, says so without the password, and asks anew', async () => {
    const wrong = platformAnswered({ username: 'jo', password: 'battery staple' });
    await assert.rejects(wrong.planDeployment('orders', promote), (error) => {
      assert.ok(PlatformError.is(error, 'forbidden'), String(error));
      assert.doesNotMatch(String(error.stack), /battery/);
      return true;
    });
    assert.equal(known.size, 0);
    wrong.dispose();
    const right = platformAnswered({ username: login.user, password: login.password });
    assert.deepEqual((await right.planDeployment('orders', promote)).blocks, []);
    assert.deepEqual(kinds(), ['username', 'password', 'username', 'password']);
    right.dispose();
  });

  it('lets a program of the person answer', async () => {
    const own = path.join(bed.host.folder, 'own.sh');
    writeFileSync(own, `#!/bin/sh\ncase "$1" in User*) echo jo;; *) echo '${login.password}';; esac\n`, {
      mode: 0o755,
    });
    const platform = platformAnswered({}, { GIT_ASKPASS: own });
    assert.deepEqual((await platform.planDeployment('orders', promote)).blocks, []);
    assert.deepEqual(asked, []);
    platform.dispose();
  });

  it('says what to do where nobody can be asked', async () => {
    await assert.rejects(bed.platformWith().planDeployment('orders', promote), (error) => {
      assert.ok(PlatformError.is(error, 'forbidden'), String(error));
      assert.match(
        error.message,
        /^Git may not use http:.* Sign git in there \(a credential helper or an ssh key\)/,
      );
      return true;
    });
  });

  it('asks for the passphrase of an ssh key, and again when it was wrong', async () => {
    // Stands for ssh: asks as it does, then runs what it would run there.
    const ssh = path.join(bed.host.folder, 'ssh.sh');
    const lines = [
      '#!/bin/sh',
      'test "$SSH_ASKPASS_REQUIRE" = force || exit 255',
      'for try in 1 2 3; do',
      `  said=$("$SSH_ASKPASS" "Enter passphrase for key '/home/jo/.ssh/id': ") || break`,
      '  if test "$said" = open; then eval "last=\\$$#"; exec sh -c "$last"; fi',
      'done',
      'echo "git@host: Permission denied (publickey)." >&2',
      'exit 255',
    ];
    writeFileSync(ssh, `${lines.join('\n')}\n`, { mode: 0o755 });
    runsAt(`ssh://git@config.example${bed.host.bare}`);
    const env = { GIT_SSH_COMMAND: ssh, GIT_SSH_VARIANT: 'simple' };
    const said = ['wrong', 'open'];
    const platform = bed.platformWith({
      env: { ...bed.host.env, ...env },
      questions: {
        program,
        known,
        ask: (question) => {
          asked.push(question);
          return Promise.resolve(said.shift());
        },
      },
    });
    assert.deepEqual((await platform.planDeployment('orders', promote)).blocks, []);
    assert.deepEqual(kinds(), ['passphrase', 'passphrase']);
    assert.equal(asked[0]?.about, '/home/jo/.ssh/id');
    platform.dispose();
    const nobody = bed.platformWith({ env: { ...bed.host.env, ...env } });
    await assert.rejects(nobody.planDeployment('orders', promote), (error) =>
      PlatformError.is(error, 'forbidden'),
    );
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
}

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { Bed, buildCli as buildPlatform, type Started } from '../local/bed.js';

const root = process.env['GOLDEN_PATH_ROOT'] ?? '.';
const page = path.join(root, 'docs', 'editors.md');
const manifest = `apiVersion: goldenpath.dev/v1alpha1
kind: Service
metadata:
  name: basket
spec:
  type: servce
  lifecycle: production
  workload:
    containers:
      main:
        image: .
`;
/** What a person would do next, done by a script: wait for findings, hover on \`lifecycle\`, complete a key, fix. */
const script = `
local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 10000) or {}) do
    if answer.result ~= nil then return answer.result end
  end
end
vim.wait(15000, function() return #vim.diagnostic.get(0) > 0 end, 20)
local findings = vim.tbl_map(function(finding)
  return { line = finding.lnum, column = finding.col, message = finding.message }
end, vim.diagnostic.get(0))
local document = { uri = vim.uri_from_bufnr(0) }
local hover = ask('textDocument/hover', { textDocument = document, position = { line = 6, character = 4 } })
vim.api.nvim_buf_set_lines(0, 6, 6, false, { '  ' })
local completion = ask('textDocument/completion', { textDocument = document, position = { line = 6, character = 2 } })
vim.api.nvim_buf_set_lines(0, 5, 7, false, { '  type: service' })
vim.api.nvim_buf_set_lines(0, -1, -1, false, { '  environments:', '    ' })
local last = { line = vim.api.nvim_buf_line_count(0) - 1, character = 4 }
local environments = ask('textDocument/completion', { textDocument = document, position = last })
vim.api.nvim_buf_set_lines(0, -3, -1, false, {})
local mended = vim.wait(10000, function() return #vim.diagnostic.get(0) == 0 end, 20)
vim.cmd('edit plain.yaml')
vim.wait(300)
local plain = #vim.diagnostic.get(0)
local seen = { findings = findings, hover = hover, completion = completion, environments = environments, mended = mended, plain = plain }
vim.fn.writefile({ vim.json and vim.json.encode(seen) or vim.fn.json_encode(seen) }, 'seen.json')
vim.cmd('qall!')
`;

type Completion = readonly { label: string }[] | { readonly items: readonly { label: string }[] };

interface Seen {
  readonly findings: readonly { line: number; column: number; message: string }[];
  readonly hover: { contents: { value: string } };
  readonly completion: Completion;
  readonly environments: Completion;
  readonly mended: boolean;
  readonly plain: number;
}

function labelsOf(completion: Completion): string[] {
  return ('items' in completion ? completion.items : completion).map(({ label }) => label);
}

/** The Neovims of this machine: the one on the PATH, and those that GOLDEN_PATH_NVIM names. */
const programs = ['nvim', ...(process.env['GOLDEN_PATH_NVIM'] ?? '').split(path.delimiter)].filter(Boolean);

function versionOf(nvim: string): string | undefined {
  const { stdout } = spawnSync(nvim, ['--version'], { encoding: 'utf8' });
  return /^NVIM v(\d+\.\d+)/.exec(stdout)?.[1];
}

/** The Lua of the page for a version of Neovim, as it stands there. */
async function luaFor(version: string): Promise<string> {
  const heading = Number(version.split('.')[1]) >= 11 ? '-- Neovim 0.11 and newer' : '-- Neovim 0.7 to 0.10';
  const blocks = [...(await readFile(page, 'utf8')).matchAll(/^```lua\n([\s\S]*?)^```/gm)].map(
    ([, text = '']) => text,
  );
  const block = blocks.find((text) => text.startsWith(heading));
  assert.ok(block, `docs/editors.md has no Lua for Neovim ${version}.`);
  return block;
}

describe('the Neovim configuration of docs/editors.md', function () {
  this.timeout(60_000);
  let folder: string;
  const bed = new Bed();
  let platform: Promise<Started> | undefined;

  before(buildPlatform);
  after(() => bed.dispose());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'golden-path-nvim-'));
    const program = path.join(folder, 'bin', 'golden-path');
    await mkdir(path.dirname(program));
    await writeFile(
      program,
      `#!/bin/sh\nexec "${process.execPath}" "${path.join(root, 'dist/cli.cjs')}" "$@"\n`,
    );
    await chmod(program, 0o755);
    await writeFile(path.join(folder, 'platform.yaml'), manifest);
    await writeFile(path.join(folder, 'plain.yaml'), 'type: servce\n');
    await writeFile(path.join(folder, 'script.lua'), script);
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function run(nvim: string, lua: string): Promise<Seen> {
    await writeFile(path.join(folder, 'init.lua'), lua);
    const env = {
      ...process.env,
      PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_STATE_HOME: folder,
      XDG_CACHE_HOME: folder,
    };
    const args = ['--headless', '-n', '-u', 'init.lua', 'platform.yaml', '-c', 'luafile script.lua'];
    const { stderr } = await promisify(execFile)(nvim, args, { cwd: folder, env, timeout: 50_000 });
    const seen = await readFile(path.join(folder, 'seen.json'), 'utf8').catch(() => assert.fail(stderr));
    return JSON.parse(seen) as Seen;
  }

  for (const nvim of programs) {
    const version = versionOf(nvim);
    const where = version ?? `(there is no ${nvim} here)`;

    it(`works in Neovim ${where}`, async function () {
      if (version === undefined) this.skip();
      const { findings, hover, completion, mended, plain } = await run(nvim, await luaFor(version));
      assert.deepEqual(
        findings.map(({ line, column }) => [line, column]),
        [[5, 8]],
      );
      assert.match(findings[0]?.message ?? '', /service/);
      assert.match(hover.contents.value, /lifecycle/i);
      assert.ok(labelsOf(completion).includes('dependsOn'));
      assert.equal(mended, true, 'The finding stays when the word is mended.');
      assert.equal(plain, 0, 'A foreign file has findings.');
    });

    it(`has the live names of a platform in Neovim ${where}`, async function () {
      if (version === undefined) this.skip();
      platform ??= bed.start();
      const { url, tokenFile } = await platform;
      const { items } = await bed.get<{ items: readonly { name: string }[] }>('/environments');
      assert.ok(items.length > 0);
      const lua = await luaFor(version);
      const bound = lua.replace(
        "'--stdio'",
        `'--stdio', '--platform', '${url}', '--token-file', '${tokenFile}'`,
      );
      assert.notEqual(bound, lua);
      const { environments } = await run(nvim, bound);
      const labels = labelsOf(environments);
      assert.deepEqual(
        items.filter(({ name }) => !labels.includes(name)),
        [],
      );
    });
  }
});

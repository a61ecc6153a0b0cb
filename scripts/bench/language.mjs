/** Measures the language server against yaml-language-server in the same run: medians, over standard streams. */
import { compared, manyDocuments, median, peerOr, servers, timed, workload } from './support/servers.mjs';

const uri = 'file:///bench/bench.score.yaml';
const rounds = 7;

/** Starts the servers in turn, so that what else the machine does weighs on each alike. */
async function startTimes(makers) {
  const found = makers.map(() => ({ times: [], memory: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, make] of makers.entries()) {
      const server = make();
      found[index].times.push(await timed(() => server.start()));
      await new Promise((resolve) => setTimeout(resolve, 300));
      found[index].memory.push(server.residentMegabytes());
      server.stop();
    }
  }
  return found.map(({ times, memory }) => ({ start: median(times), resident: median(memory) }));
}

/**
 * Types into line 2 and waits for the findings; then asks for completion right after a further key, and for hover
 * when a mouse could rest: both servers have said what they find in the last edit, and none has been asked before.
 */
async function editing(make, text, edits) {
  const server = make();
  try {
    await server.start();
    const opened = server.published(uri);
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    await opened;
    let version = 1;
    const type = (line, character, added) => {
      const range = { start: { line, character }, end: { line, character } };
      const textDocument = { uri, version: ++version };
      server.notify('textDocument/didChange', { textDocument, contentChanges: [{ range, text: added }] });
    };
    const lastLine = text.split('\n').length - 1;
    const toDiagnostics = [];
    const toCompletion = [];
    const toHover = [];
    for (let edit = 0; edit < edits; edit++) {
      toDiagnostics.push(
        await timed(async () => {
          const published = server.published(uri);
          type(2, 12, 'x');
          await published;
        }),
      );
    }
    type(lastLine, 0, '    ');
    for (let edit = 0; edit < edits; edit++) {
      type(2, 12, 'x');
      const at = { textDocument: { uri }, position: { line: lastLine, character: 4 } };
      toCompletion.push(await timed(() => server.request('textDocument/completion', at)));
    }
    for (let edit = 0; edit < edits; edit++) {
      const published = server.published(uri);
      type(2, 12, 'x');
      await published;
      await new Promise((resolve) => setTimeout(resolve, 30));
      const onImage = { textDocument: { uri }, position: { line: 5, character: 6 } };
      toHover.push(await timed(() => server.request('textDocument/hover', onImage)));
    }
    return { diagnostics: median(toDiagnostics), completion: median(toCompletion), hover: median(toHover) };
  } finally {
    server.stop();
  }
}

const start = 'apiVersion: goldenpath.dev/v1alpha1\nkind: Service\n';

function aliasBomb() {
  const levels = Array.from(
    { length: 8 },
    (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`,
  );
  return `${start}a0: &a0 [x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}\n`;
}

const hostile = {
  'alias bomb': aliasBomb(),
  '20,000 aliases': `${start}a: &a [1, 2, 3, 4, 5, 6]\nb:\n${'  - *a\n'.repeat(20_000)}`,
  '20,000 keys in one map': start + Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join(''),
  '500 levels': `${start}a: ${'['.repeat(500)}${']'.repeat(500)}`,
  '5 MB': `${start}${'x: y\n'.repeat(1_000_000)}`,
};

async function hostileRows() {
  const rows = [];
  for (const [what, text] of Object.entries(hostile)) {
    const server = servers.ours();
    await server.start();
    const ours = await timed(async () => {
      const published = server.published('file:///bench/a.platform.yaml');
      server.notify('textDocument/didOpen', {
        textDocument: {
          uri: 'file:///bench/a.platform.yaml',
          languageId: 'platform-manifest',
          version: 1,
          text,
        },
      });
      await published;
    });
    server.stop();
    rows.push({ what: `hostile: ${what}`, ours, unit: 'ms', budget: '≤ 500 ms', ok: ours <= 500 });
  }
  return rows;
}

export async function bench() {
  const rows = [];
  const both = await peerOr(() => startTimes([servers.ours, servers.peer]));
  const [own, peer] = both ?? (await startTimes([servers.ours]));
  rows.push(compared('language server: spawn to initialized', own.start, peer?.start, 'ms', 1 / 0.6));
  if (own.resident !== undefined) {
    rows.push(compared('language server: idle memory', own.resident, peer?.resident, 'MB', 1 / 0.75));
  }
  const documents = [
    ['60 lines', workload(60), 20, { diagnostics: 10, completion: 1 }],
    ['1,000 lines', workload(1000), 20, { diagnostics: 10, completion: 3 }],
    ['20,000 lines', workload(20_000), 3, { diagnostics: 2, completion: 5 }],
    ['20,000 lines in 800 documents', manyDocuments(800), 5, { diagnostics: 10, completion: 5 }],
  ];
  for (const [name, text, edits, least] of documents) {
    const ours = await editing(servers.ours, text, edits);
    const theirs = peer && (await peerOr(() => editing(servers.peer, text, edits)));
    rows.push(
      compared(
        `edit to diagnostics, ${name}`,
        ours.diagnostics,
        theirs?.diagnostics,
        'ms',
        least.diagnostics,
      ),
      compared(
        `completion after an edit, ${name}`,
        ours.completion,
        theirs?.completion,
        'ms',
        least.completion,
      ),
      compared(`hover, ${name}`, ours.hover, theirs?.hover, 'ms', 1),
    );
  }
  return [...rows, ...(await hostileRows())];
}

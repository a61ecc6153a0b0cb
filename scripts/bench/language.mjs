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

/** A server with the text open: one step of each kind tells how many ms it took. */
async function opened(make, text) {
  const server = make();
  await server.start();
  const firstFindings = server.published(uri);
  server.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text },
  });
  await firstFindings;
  const lastLine = text.split('\n').length - 1;
  let version = 1;
  const type = (line, character, added) => {
    const range = { start: { line, character }, end: { line, character } };
    const textDocument = { uri, version: ++version };
    server.notify('textDocument/didChange', { textDocument, contentChanges: [{ range, text: added }] });
  };
  const typeAndWait = async () => {
    const published = server.published(uri);
    type(2, 12, 'x');
    await published;
  };
  return {
    stop: () => server.stop(),
    startKey: () => type(lastLine, 0, '    '),
    diagnostics: () => timed(typeAndWait),
    completion: () => {
      type(2, 12, 'x');
      const at = { textDocument: { uri }, position: { line: lastLine, character: 4 } };
      return timed(() => server.request('textDocument/completion', at));
    },
    hover: async () => {
      await typeAndWait();
      await new Promise((resolve) => setTimeout(resolve, 30));
      const onImage = { textDocument: { uri }, position: { line: 5, character: 6 } };
      return timed(() => server.request('textDocument/hover', onImage));
    },
  };
}

/** Medians of one kind of step for each server; they take turns, so that the machine's other work weighs alike. */
async function inTurns(sessions, step, times) {
  const found = sessions.map(() => []);
  for (let turn = 0; turn < times; turn++) {
    for (const [index, session] of sessions.entries()) {
      found[index].push(await session[step]());
    }
  }
  return found.map(median);
}

/**
 * Types into line 2 and waits for the findings; then asks for completion right after a further key, and for hover
 * when a mouse could rest: the server has said what it finds in the last edit, and has not been asked since.
 */
async function editing(makers, text, edits, hovers) {
  const sessions = [];
  try {
    for (const make of makers) {
      sessions.push(await opened(make, text));
    }
    const diagnostics = await inTurns(sessions, 'diagnostics', edits);
    for (const session of sessions) {
      session.startKey();
    }
    const completion = await inTurns(sessions, 'completion', edits);
    const hover = await inTurns(sessions, 'hover', hovers);
    return sessions.map((_, index) => ({
      diagnostics: diagnostics[index],
      completion: completion[index],
      hover: hover[index],
    }));
  } finally {
    for (const session of sessions) {
      session.stop();
    }
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
    ['60 lines', workload(60), 20, 60, { diagnostics: 10, completion: 1 }],
    ['1,000 lines', workload(1000), 20, 20, { diagnostics: 10, completion: 3 }],
    ['20,000 lines', workload(20_000), 3, 5, { diagnostics: 2, completion: 5 }],
    ['20,000 lines in 800 documents', manyDocuments(800), 5, 5, { diagnostics: 10, completion: 5 }],
  ];
  for (const [name, text, edits, hovers, least] of documents) {
    const measured = peer && (await peerOr(() => editing([servers.ours, servers.peer], text, edits, hovers)));
    const [ours, theirs] = measured ?? (await editing([servers.ours], text, edits, hovers));
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

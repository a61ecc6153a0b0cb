/** Measures the language server where it hurts: a burst of keys, a huge map, the most memory, the slowest of many edits. */
import { compared, mapOf, median, peerOr, servers, timed, workload } from './support/servers.mjs';

const uri = 'file:///bench/load.score.yaml';

async function opened(make, text, use) {
  const server = make();
  try {
    await server.start();
    const first = server.published(uri);
    server.notify('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    await first;
    let version = 1;
    const type = (line, character, added) => {
      const range = { start: { line, character }, end: { line, character } };
      const textDocument = { uri, version: ++version };
      server.notify('textDocument/didChange', { textDocument, contentChanges: [{ range, text: added }] });
    };
    return await use(server, type);
  } finally {
    server.stop();
  }
}

/** Twelve keys, 60 ms apart, each with a completion that nobody waits for: how long the slowest answer takes. */
async function burst(make, text) {
  return opened(make, text, async (server, type) => {
    const line = text.split('\n').length - 1;
    type(line, 0, '    ');
    const answers = [];
    for (let key = 0; key < 12; key++) {
      type(line, 4 + key, 'x');
      const at = { textDocument: { uri }, position: { line, character: 5 + key } };
      answers.push(timed(() => server.request('textDocument/completion', at)));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    return Math.max(...(await Promise.all(answers)));
  });
}

async function editTimes(make, text, edits) {
  return opened(make, text, async (server, type) => {
    const times = [];
    for (let edit = 0; edit < edits; edit++) {
      const published = server.published(uri);
      times.push(
        await timed(async () => {
          type(2, 12, 'x');
          await published;
        }),
      );
    }
    return times;
  });
}

/** The most memory that a server ever held while a document was edited and asked about, in MB. */
async function peak(make, text) {
  return opened(make, text, async (server, type) => {
    for (let edit = 0; edit < 5; edit++) {
      const published = server.published(uri);
      type(2, 12, 'x');
      await published;
      const at = { textDocument: { uri }, position: { line: 4, character: 4 } };
      await server.request('textDocument/completion', at);
      await server.request('textDocument/documentSymbol', { textDocument: { uri } });
    }
    return server.peakMegabytes();
  });
}

const bigMap = mapOf(20_000);

export async function bench() {
  const rows = [];
  const slowest = await burst(servers.ours, workload(20_000));
  const theirs = await peerOr(() => burst(servers.peer, workload(20_000)));
  rows.push({
    what: 'burst of 12 keys at 20,000 lines: slowest completion',
    ours: slowest,
    peer: theirs,
    unit: 'ms',
    ...(theirs !== undefined && { ratio: theirs / slowest }),
    budget: '≤ 300 ms',
    ok: slowest <= 300,
  });
  const map = median(await editTimes(servers.ours, bigMap, 3));
  const theirMap = await peerOr(async () => median(await editTimes(servers.peer, bigMap, 3)));
  rows.push(compared('edit to diagnostics, a map of 20,000 keys', map, theirMap, 'ms', 10));
  const most = await peak(servers.ours, workload(20_000));
  if (most !== undefined) {
    const theirMost = await peerOr(() => peak(servers.peer, workload(20_000)));
    rows.push(compared('peak memory at 20,000 lines', most, theirMost, 'MB', 2));
  }
  const times = (await editTimes(servers.ours, workload(300), 60)).sort((a, b) => a - b);
  const p95 = times[Math.floor(times.length * 0.95)];
  rows.push({
    what: 'edit to diagnostics, 300 lines, p95',
    ours: p95,
    unit: 'ms',
    budget: '≤ 15 ms',
    ok: p95 <= 15,
  });
  return rows;
}

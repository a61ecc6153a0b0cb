import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fixture } from '../support.js';
import { Desk } from './support.js';

const texts = ['service.yaml', 'score.yaml', 'cron.yaml', 'platform.yaml'].map(fixture);

/** A real manifest with a few characters taken out, doubled or put in. */
const mutated = fc
  .record({
    text: fc.constantFrom(...texts),
    crlf: fc.boolean(),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat(12),
        put: fc.constantFrom(
          '',
          '',
          ' ',
          '\n',
          ':',
          '- ',
          '"',
          '[',
          '}',
          '#',
          '\t',
          'x',
          '&a ',
          '*a',
          '1',
          '{}',
          '\n---\n',
          '\u{1F600}',
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ text, crlf, cuts }) => {
    let made = text;
    for (const { at, length, put } of cuts) {
      const start = Math.floor(at * made.length);
      made = made.slice(0, start) + put + made.slice(start + length);
    }
    return crlf ? made.replaceAll('\n', '\r\n') : made;
  });

describe('actions on whatever stands there', () => {
  it('never fail, and what mends one finding leaves fewer', async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.nat(60), async (text, line) => {
        const desk = new Desk(text);
        const before = await desk.findings();
        const position = { line, character: 6 };
        const asked = await desk.actions({ start: position, end: position }, ['refactor', 'source']);
        for (const action of asked) if (action.edit) new Desk(text).apply(action);
        const fixes = await desk.actions(undefined, ['quickfix']);
        for (const action of fixes) {
          if (/^(?:Disable|Turn) /.test(action.title)) continue;
          const done = new Desk(text).apply(action);
          const after = await done.findings();
          const [finding] = action.diagnostics ?? [];
          // Of a document that could not be told or read, more is known afterwards.
          const wasHidden =
            /^(?:yaml|manifest)\//.test(String(finding?.code)) || /“(?:apiVersion|kind)”/.test(action.title);
          if (!wasHidden) {
            assert.ok(
              after.length < before.length,
              `${action.title}\n${before.join('\n')}\n--\n${after.join('\n')}\n${text}\n----\n${done.text}`,
            );
          }
        }
      }),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bestFiles, pathSteps } from '../../../../src/editor/logs/sourceOfFrame.js';
import { framesIn } from '../../../../src/editor/logs/stackFrames.js';

const formats: Readonly<Record<string, readonly [string, string, number, number?]>> = {
  'Node.js': ['    at price (/app/src/basket.js:42:7)', '/app/src/basket.js', 42, 7],
  'Node.js without a name': ['    at /app/src/basket.js:42:7', '/app/src/basket.js', 42, 7],
  'Node.js modules': ['    at async file:///app/src/basket.mjs:42:7', 'file:///app/src/basket.mjs', 42, 7],
  'Node.js with blanks': ['    at price (/my app/basket.js:42:7)', '/my app/basket.js', 42, 7],
  'Node.js uncaught': ['/app/src/server.js:3', '/app/src/server.js', 3],
  Python: ['  File "/app/my shop/main.py", line 12, in handle', '/app/my shop/main.py', 12],
  Java: ['\tat shop.cart.Basket$Item.price(Basket.java:42)', 'shop/cart/Basket.java', 42],
  'Java modules': ['\tat app//shop.cart.Basket.<init>(Basket.java:42)', 'shop/cart/Basket.java', 42],
  Kotlin: ['\tat shop.BasketKt.main(Basket.kt:9)', 'shop/Basket.kt', 9],
  Go: ['\t/go/src/shop/main.go:17 +0x1d', '/go/src/shop/main.go', 17],
  '.NET': ['   at Shop.Basket.Price() in /src/Shop/Basket.cs:line 42', '/src/Shop/Basket.cs', 42],
  '.NET on Windows': ['   at Shop.Price() in C:\\src\\Basket.cs:line 42', 'C:\\src\\Basket.cs', 42],
  Ruby: ["/app/lib/basket.rb:12:in `price'", '/app/lib/basket.rb', 12],
  PHP: ['#0 /app/basket.php(42): price()', '/app/basket.php', 42],
  'PHP in words': ['PHP Fatal error: no in /app/basket.php on line 42', '/app/basket.php', 42],
  Rust: ["thread 'main' panicked at src/main.rs:2:5:", 'src/main.rs', 2, 5],
  TypeScript: ['src/basket.ts:4:2 - error TS2304', 'src/basket.ts', 4, 2],
};

describe('places in code that a log names', () => {
  for (const [name, [text, path, line, column]] of Object.entries(formats)) {
    it(name, () => {
      const [frame, ...others] = framesIn(text);
      assert.deepEqual(
        { ...frame, start: 0, end: 0 },
        { start: 0, end: 0, path, line, ...(column !== undefined && { column }) },
      );
      assert.deepEqual(others, []);
      const shown = text.slice(frame?.start, frame?.end);
      assert.ok(shown.endsWith(String(column ?? line)), shown);
    });
  }

  for (const text of [
    'listening on 8080',
    '2026-11-21T10:00:00.123Z GET /index.html 200',
    'connected to db.example.com:5432 …'.replace('db.example.com', 'localhost'),
    'see https://example.com/app.js:3:4',
    'at node:internal/process/task_queues:95:5',
    'version 1.2.3',
  ]) {
    it(`none in: ${text}`, () => assert.deepEqual(framesIn(text), []));
  }

  it('are looked for in no time, whatever the line is', () => {
    const start = performance.now();
    const hostile = [
      'a.'.repeat(20_000),
      'File "'.repeat(5_000),
      '(/'.repeat(10_000) + '.js:1',
      'at '.repeat(10_000) + 'a.b(',
      ' in '.repeat(9_000) + '.x:line 1',
      'a.a:1'.repeat(9_000),
    ];
    for (const text of hostile) framesIn(text);
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void framesIn(text)));
    assert.ok(performance.now() - start < 1_500, `${performance.now() - start} ms`);
  });
});

describe('the file of a place', () => {
  const files = (...paths: readonly string[]): { path: string }[] => paths.map((path) => ({ path }));
  const best = (written: string, paths: readonly string[], folder?: string): readonly string[] =>
    bestFiles(pathSteps(written) ?? [], files(...paths), folder).map(({ path }) => path);

  it('is the one with the longest common end', () => {
    assert.deepEqual(best('/app/src/basket.js', ['lib/basket.js', 'shop/src/basket.js']), [
      'shop/src/basket.js',
    ]);
  });

  it('is in the folder of the service when others fit as well', () => {
    const both = ['a/src/main.js', 'b/src/main.js'];
    assert.deepEqual(best('/app/src/main.js', both, 'b'), ['b/src/main.js']);
    assert.deepEqual(best('/app/src/main.js', both), both);
  });

  it('is none where the path climbs out, or no name fits', () => {
    assert.equal(pathSteps('../../etc/passwd.txt'), undefined);
    assert.deepEqual(pathSteps('C:\\a\\.\\b\\..\\c.cs'), ['a', 'c.cs']);
    assert.deepEqual(best('/app/other.js', ['src/basket.js']), []);
  });
});

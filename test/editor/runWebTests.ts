/** What the bundler puts in for the web suites: they run where there is no environment. */
declare const DRIVER: string;
declare const GREP: string;

async function askDriver(action: string, body: string): Promise<void> {
  await fetch(DRIVER + action, { method: 'POST', body });
}

/** Runs the suite that `load` defines in the web extension host, with the Mocha for browsers, which the bundle loads first. */
export async function runTests(load: () => void): Promise<void> {
  const { Mocha: BrowserMocha } = globalThis as unknown as { Mocha: typeof Mocha };
  let lines: Promise<void> = Promise.resolve();
  const print = (line: string): void => {
    lines = lines.then(() => askDriver('/output', line));
  };
  const mocha = new BrowserMocha({
    ui: 'bdd',
    timeout: 30_000,
    ...(GREP && { fgrep: GREP }),
    reporter: BrowserMocha.reporters.Base,
  });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'suite', mocha);
  load();
  const stats = { passes: 0, failures: 0 };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('suite', (suite) => print(suite.title && `\n  ${suite.title}`));
    runner.on('pass', (test) => {
      stats.passes += 1;
      print(`    ✔ ${test.title}`);
    });
    runner.on('fail', (test, error: Error) => {
      stats.failures += 1;
      print(`    ✘ ${test.title}\n${error.stack ?? error.message}`);
    });
  });
  await lines;
  await askDriver('/result', JSON.stringify(stats));
}

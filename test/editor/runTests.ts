import { monitorEventLoopDelay } from 'node:perf_hooks';
import { format } from 'node:util';
import { askDriver, screenshot } from '../support/driver.js';

/** Runs the suite that `load` defines in the extension host; everything it prints goes to the driver. */
export async function runTests(load: () => void): Promise<void> {
  // Imported, not required: mocha's two faces differ between the Node of the oldest and of the newest editor.
  const { default: Mocha } = await import('mocha');
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => void askDriver('/output', format(...args));
  const grep = process.env['GOLDEN_PATH_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, ...(grep && { fgrep: grep }) });
  mocha.suite.emit('pre-require', globalThis as unknown as Mocha.MochaGlobals, 'suite', mocha);
  mocha.suite.afterEach(async function () {
    const test = this.currentTest;
    if (test && (test.isFailed() || process.env['GOLDEN_PATH_SCREENSHOTS'])) {
      await screenshot(test.fullTitle());
    }
  });
  load();
  const loop = monitorEventLoopDelay({ resolution: 10 });
  loop.enable();
  const stats = await new Promise<{ passes: number; failures: number }>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats ?? { passes: 0, failures: 1 }));
  });
  loop.disable();
  const ms = (nanoseconds: number): number => Math.round(nanoseconds / 1e6);
  await askDriver(
    '/result',
    JSON.stringify({
      passes: stats.passes,
      failures: stats.failures,
      loop: { p99: ms(loop.percentile(99)), max: ms(loop.max) },
    }),
  );
}

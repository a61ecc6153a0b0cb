/**
 * Loaded before the suites of every run. In CI (`CI=true`) properties are tried from one seed, so that a change is judged
 * and not luck; elsewhere each run takes another, which is how new counterexamples are found (`npm run fuzz` looks for
 * more). A test that passed only when it was tried again is told as such.
 */
import fc from 'fast-check';

if (process.env.CI) fc.configureGlobal({ seed: 20261121 });

export const mochaHooks = {
  afterEach() {
    const test = this.currentTest;
    const retry = test?.currentRetry() ?? 0;
    if (test?.isPassed() && retry > 0) {
      process.stdout.write(`    ! passed at attempt ${retry + 1}: ${test.fullTitle()}\n`);
    }
  },
};

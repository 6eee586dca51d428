/**
 * Element tests in real browsers (test/config/engines.ts says which), against a real proxy and a real sandbox store on other origins than the tests'.
 * Both run in this process, from the sources; a test gets a shop of its own from `/__shop` (test/browser/setup.ts).
 */
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {shopsPlugin} from '../helpers/shops-plugin.js';
import {findEngines} from './engines.js';

/** One plain line for each engine, and one for all, that count what ran; a file that could not be imported is a failure. */
const countReporter = () => ({
  onTestRunFinished({sessions}) {
    const total = {passed: 0, failed: 0, skipped: 0};
    const engines = new Map();
    for (const {browser, testResults, passed} of sessions) {
      const count = {passed: 0, failed: 0, skipped: 0};
      const walk = (suite) => {
        for (const test of suite.tests) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
        suite.suites.forEach(walk);
      };
      if (testResults) walk(testResults);
      if (!passed && count.failed === 0) count.failed++;
      const engine = engines.get(browser.name) ?? {passed: 0, failed: 0, skipped: 0};
      engines.set(browser.name, engine);
      for (const what of Object.keys(total)) {
        total[what] += count[what];
        engine[what] += count[what];
      }
    }
    const say = (name, {passed, failed, skipped}) =>
      console.log(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    console.log();
    missing.forEach((sentence) => console.log(sentence));
    engines.forEach((count, name) => say(name, count));
    say('browser', total);
  },
});

const {launchers, missing} = findEngines(process.env);

export default {
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  files: 'test/browser/**/*.test.ts',
  nodeResolve: {exportConditions: ['production', 'default']},
  concurrency: 1,
  testsFinishTimeout: 240_000,
  testFramework: {config: {timeout: 20_000}},
  // Tests wait more than they work: side by side three engines take little longer than one.
  browsers: launchers,
  concurrentBrowsers: launchers.length,
  plugins: [
    shopsPlugin(),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('../../tsconfig.json', import.meta.url)),
    }),
  ],
  reporters: [defaultReporter({reportTestProgress: false}), countReporter()],
};

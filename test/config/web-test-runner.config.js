/**
 * Element tests in a real browser, against a real proxy and a real sandbox store on other origins than the tests'.
 * Both run in this process, from the sources; a test gets a shop of its own from `/__shop` (test/browser/setup.ts).
 */
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {chromeLauncher} from '@web/test-runner-chrome';
import {defaultReporter} from '@web/test-runner';
import {chromePath, chromeFlags} from '../helpers/chrome.js';
import {shopsPlugin} from '../helpers/shops-plugin.js';

/** One plain line at the end that counts what ran; a file that could not be imported is a failure. */
const countReporter = () => ({
  onTestRunFinished({sessions}) {
    const count = {passed: 0, failed: 0, skipped: 0};
    const walk = (suite) => {
      for (const test of suite.tests) count[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed']++;
      suite.suites.forEach(walk);
    };
    for (const session of sessions) {
      const before = count.failed;
      if (session.testResults) walk(session.testResults);
      if (!session.passed && count.failed === before) count.failed++;
    }
    console.log(`\nbrowser: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  },
});

export default {
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  files: 'test/browser/**/*.test.ts',
  nodeResolve: {exportConditions: ['production', 'default']},
  concurrency: 1,
  testsFinishTimeout: 240_000,
  testFramework: {config: {timeout: 20_000}},
  browsers: [chromeLauncher({launchOptions: {executablePath: chromePath(), args: chromeFlags}})],
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

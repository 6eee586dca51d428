/** `npm run dev`: the demo, built and started anew whenever a source changes. */
import {spawn, spawnSync, type ChildProcess} from 'node:child_process';
import {watch} from 'node:fs';

let demo: ChildProcess | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

function restart(): void {
  const {status} = spawnSync('npx', ['vite', 'build', '--logLevel', 'warn'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  // What does not build is said by the build; the demo that runs goes on.
  if (status !== 0) return;
  const start = (): void => void (demo = spawn(process.execPath, ['dist/server/cli.js', 'demo'], {stdio: 'inherit'}));
  if (!demo || demo.exitCode !== null) return start();
  demo.once('exit', start);
  demo.kill('SIGTERM');
}

restart();
watch('src', {recursive: true}, () => {
  clearTimeout(again);
  again = setTimeout(restart, 200);
});

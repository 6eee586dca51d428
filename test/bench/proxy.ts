/**
 * A proxy in a process of its own, whose memory is then its own as well. Started with a channel and `--expose-gc`; told
 * `sample`, it answers what is left in its heap after everything that is not needed was collected.
 */
import {parseConfig} from '../../src/proxy/index.js';
import {createLog, serveProxy} from '../../src/server.js';
import type {Sample} from '../helpers/proxy-process.js';

const config = parseConfig(process.env);
// Lines are written in full and thrown away: they cost what they cost, and fill no disk.
const {url, close} = await serveProxy(config, {log: createLog(config, () => undefined)});
process.on('message', (message) => {
  if (message === 'close') return void close().then(() => process.disconnect());
  // Twice: what the first pass finalises is collected by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const {heapUsed, rss} = process.memoryUsage();
  const sample: Sample = {heap: heapUsed, rss};
  process.send?.(sample);
});
process.send?.({url});

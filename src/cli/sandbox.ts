/** `pushcart sandbox`: a store on this machine, and the variables that point a proxy at it. */
import {createSandbox} from '../sandbox/index.js';
import {orSayPortTaken} from './failure.js';
import {closeOnSignal} from './stop.js';

export async function runSandbox({port}: {port: number}): Promise<void> {
  const sandbox = await orSayPortTaken(createSandbox({port}), 'sandbox store', '--port');
  console.log(`PUSHCART_SECURE_URL=${sandbox.url}`);
  console.log(`PUSHCART_API_URL=${sandbox.url}/3dCartWebAPI/v1`);
  console.log(`PUSHCART_PRIVATE_KEY=${sandbox.credentials.privateKey}`);
  console.log(`PUSHCART_TOKEN=${sandbox.credentials.token}`);
  console.error(
    `\nThe store is at ${sandbox.url}, its controls at ${sandbox.url}/_sandbox. The lines above are for a proxy. Ctrl-C stops it.`,
  );
  await closeOnSignal([() => sandbox.close()]);
}

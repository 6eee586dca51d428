/** `pushcart sandbox`: a store on this machine, and the variables that point a proxy at it. */
import {randomBytes} from 'node:crypto';
import {createSandbox, SwitchError, type Sandbox, type SwitchChanges} from '../sandbox/index.js';
import {CommandFailed, orSayWhyNot} from './failure.js';
import {readProfile} from './profile.js';
import {closeOnSignal} from './stop.js';

export async function runSandbox({port, profile}: {port: number; profile?: string}): Promise<void> {
  const switches = profile === undefined ? {} : (await readProfile(profile)).switches;
  const sandbox = await orSayWhyNot(start(port, switches, profile), 'sandbox store', {port: '--port'});
  console.log(`PUSHCART_SECURE_URL=${sandbox.url}`);
  console.log(`PUSHCART_API_URL=${sandbox.url}/3dCartWebAPI/v1`);
  console.log(`PUSHCART_PRIVATE_KEY=${sandbox.credentials.privateKey}`);
  console.log(`PUSHCART_TOKEN=${sandbox.credentials.token}`);
  console.log('PUSHCART_ORIGINS=http://localhost:8080');
  console.log(`PUSHCART_SECRETS=${randomBytes(32).toString('base64url')}`);
  console.error(`
The store is at ${sandbox.url}. The lines above are an environment for a proxy that sells from it:
  pushcart sandbox > store.env, and then pushcart serve --env-file store.env
Its controls are at ${sandbox.url}/_sandbox; docs/sandbox.md says what they do. Ctrl-C stops it.`);
  await closeOnSignal([() => sandbox.close()]);
}

async function start(port: number, switches: SwitchChanges, profile = ''): Promise<Sandbox> {
  try {
    return await createSandbox({port, switches});
  } catch (error) {
    if (!(error instanceof SwitchError)) throw error;
    throw new CommandFailed(`${profile} cannot be loaded. ${error.message}.`, true);
  }
}

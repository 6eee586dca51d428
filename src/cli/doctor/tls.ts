/** The proxy's certificate: whether browsers take it, and for how long. */
import {isIP} from 'node:net';
import {connect} from 'node:tls';
import {fail, ok, warn, type Check} from './check.js';
import {nameTrouble} from './http.js';

const SOON_DAYS = 14;
const TIMEOUT_MS = 10_000;
const DAY_MS = 86_400_000;
const RENEW = 'Renew it, and have whatever is in front of the proxy load the new one.';

export async function checkCertificate(url: URL, signal: AbortSignal): Promise<Check> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  try {
    const end = await readEnd(host, Number(url.port || 443), signal);
    const days = Math.floor((end - Date.now()) / DAY_MS);
    const until = new Date(end).toISOString().slice(0, 10);
    return days < SOON_DAYS
      ? warn('certificate', `It ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${until}.`, RENEW)
      : ok('certificate', `Browsers take it, until ${until}.`);
  } catch (error) {
    return fail(
      'certificate',
      `Browsers do not take it: ${nameTrouble(error)}.`,
      `Get one for ${url.hostname} from a known signer, with those in between. ${RENEW}`,
    );
  }
}

/** When the certificate ends, in ms. Rejects with what Node says against it. */
function readEnd(host: string, port: number, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({host, port, ...(isIP(host) === 0 && {servername: host})});
    const stop = (): void => void socket.destroy(new Error('stopped'));
    signal.addEventListener('abort', stop, {once: true});
    socket
      .setTimeout(TIMEOUT_MS, stop)
      .once('secureConnect', () => {
        const end = Date.parse(socket.getPeerCertificate().valid_to);
        socket.end();
        resolve(end);
      })
      .once('error', reject)
      .once('close', () => signal.removeEventListener('abort', stop));
  });
}

/** `pushcart demo`: a sandbox store, the proxy and a blog that sells, each on its own port, without an account. */
import {randomBytes} from 'node:crypto';
import {parseConfig} from '../proxy/index.js';
import {createSandbox} from '../sandbox/index.js';
import {serveProxy} from '../server.js';
import {serveBlog} from './blog.js';
import {orSayWhyNot} from './failure.js';
import {closeOnSignal} from './stop.js';

export interface DemoOptions {
  readonly root: string;
  readonly blogPort: number;
  readonly proxyPort: number;
  readonly sandboxPort: number;
}

export async function runDemo(options: DemoOptions): Promise<void> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const sandbox = await orSayWhyNot(createSandbox({port: options.sandboxPort}), 'sandbox store', {
      port: '--sandbox-port',
    });
    closers.push(() => sandbox.close());
    // The proxy must know the blog's origin, and the blog the proxy's address: each picks its port first.
    let proxyUrl = '';
    const blog = await orSayWhyNot(
      serveBlog({port: options.blogPort, root: options.root, store: () => sandbox.url, proxy: () => proxyUrl}),
      'blog',
      {port: '--blog-port'},
    );
    closers.push(() => blog.close());
    const config = parseConfig({
      PUSHCART_SECURE_URL: sandbox.url,
      PUSHCART_API_URL: `${sandbox.url}/3dCartWebAPI/v1`,
      PUSHCART_PRIVATE_KEY: sandbox.credentials.privateKey,
      PUSHCART_TOKEN: sandbox.credentials.token,
      PUSHCART_ORIGINS: blog.url,
      PUSHCART_SECRETS: randomBytes(32).toString('base64url'),
      PUSHCART_PORT: String(options.proxyPort),
      PUSHCART_STUDIO: '1',
      PUSHCART_LOG_LEVEL: 'warn',
    });
    const proxy = await orSayWhyNot(serveProxy(config), 'proxy', {port: '--proxy-port'});
    closers.push(() => proxy.close());
    proxyUrl = proxy.url;

    console.log(`
  The blog    ${blog.url}
  The proxy   ${proxy.url}
  The store   ${sandbox.url}   (a sandbox: nothing is charged)
  The studio  ${proxy.url}/studio   (makes the HTML for a page of your own)

  Try: open the blog, add the River Tee and the Harbor Mug, change a quantity, reload, and check out.
  Stop with Ctrl-C.
`);
    await closeOnSignal(closers);
  } catch (error) {
    for (const close of closers.reverse()) await close();
    throw error;
  }
}

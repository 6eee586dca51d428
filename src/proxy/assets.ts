/** Files that were built: the embed's tag at its stable address, its hashed chunks that never change, and the studio's. */
import {problem} from './respond.js';

export interface Asset {
  readonly type: string;
  readonly etag: string;
  /** The file, and the same compressed, where that is smaller. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly br?: Uint8Array<ArrayBuffer>;
  readonly gzip?: Uint8Array<ArrayBuffer>;
}

/**
 * Finds a file by its path below the proxy, such as `pushcart.js`, `assets/cart-Bx3f.js` or `studio/studio.js`.
 */
export type Assets = (path: string) => Promise<Asset | undefined>;

const shared = {
  // Any page, isolated ones included, may load these and see how long they took.
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Timing-Allow-Origin': '*',
  Vary: 'Accept-Encoding',
};

export async function answerAsset(request: Request, path: string, assets: Assets): Promise<Response> {
  const asset = await assets(path);
  if (!asset) return problem('not_found');
  const accepts = (encoding: string) => isAccepted(encoding, request.headers.get('accept-encoding') ?? '');
  const encoding = asset.br && accepts('br') ? 'br' : asset.gzip && accepts('gzip') ? 'gzip' : undefined;
  const etag = `"${asset.etag}${encoding ? `-${encoding}` : ''}"`;
  const headers = {
    ...shared,
    ETag: etag,
    'Cache-Control': cacheFor(path),
  };
  const matches = (request.headers.get('if-none-match') ?? '')
    .split(',')
    .some((one) => one.trim().replace(/^W\//, '') === etag);
  if (matches) return new Response(null, {status: 304, headers});
  return new Response((encoding && asset[encoding]) || asset.body, {
    headers: {...headers, 'Content-Type': asset.type, ...(encoding ? {'Content-Encoding': encoding} : {})},
  });
}

function cacheFor(path: string): string {
  if (path.startsWith('assets/')) return 'public, max-age=31536000, immutable';
  // The studio's page and script belong together, and only authors load them.
  if (path.startsWith('studio/')) return 'no-cache';
  return 'public, max-age=300, stale-while-revalidate=86400';
}

/** Named in `Accept-Encoding`, and not with the weight 0 that refuses it. */
const isAccepted = (encoding: string, header: string): boolean =>
  header.split(',').some((one) => {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

/**
 * The token that a page holds for a cart: a JWE that only the proxy can open, and only for the page's own origin.
 * It carries what the proxy needs to go on without asking the store; losing it loses nothing but a few calls.
 */
import {base64url, CompactEncrypt, compactDecrypt} from 'jose';
import {z} from 'zod';

/** A line as the token's holder last knew it. */
const SealedLine = z.object({
  /** The wish that it fulfils, or `store-…` for a line of the store's own. */
  id: z.string(),
  /** Empty for a wish that the store did not take. */
  lineId: z.string(),
  quantity: z.number(),
  unitPrice: z.number(),
  /** Names product, options and text, so that the line is found again without a read. Empty for the store's own. */
  hash: z.string(),
  /** What the shopper asked for, where the answer was another quantity. */
  asked: z.number().optional(),
});
export type SealedLine = z.infer<typeof SealedLine>;

const Token = z.object({
  key: z.string(),
  origin: z.string(),
  /** Seconds since the epoch. */
  exp: z.number(),
  /** When these lines were true, in ms. */
  at: z.number(),
  cartKey: z.string().optional(),
  /** When this cart first asked for what it is still waiting for: its place in the queue. */
  askedAt: z.number().optional(),
  /** What it is waiting for is its first add, which goes before edits, also when it is half done. */
  firstAdd: z.literal(true).optional(),
  /** The lines as they were sent to checkout: hash and quantity. */
  handedOver: z.array(z.tuple([z.string(), z.number()])).optional(),
  lines: z.array(SealedLine),
});
export type Token = z.infer<typeof Token>;

export interface Seal {
  /** @param lifetimeMs How long it opens. Default: 30 days. */
  close(token: Omit<Token, 'exp'>, lifetimeMs?: number): Promise<string>;
  /** Undefined for whatever does not open: another origin's, expired, forged, or sealed with a key that is gone. */
  open(text: string | undefined, origin: string): Promise<Token | undefined>;
}

const LIFETIME_MS = 30 * 24 * 3600 * 1000;

export async function createSeal(secrets: readonly [Uint8Array, ...Uint8Array[]], now: () => number): Promise<Seal> {
  const [newest, ...older] = secrets;
  const {kid, key} = await importKey(newest);
  const keys = new Map([[kid, key]]);
  for (const secret of older) {
    const one = await importKey(secret);
    if (!keys.has(one.kid)) keys.set(one.kid, one.key);
  }
  const findKey = ({kid: id, zip}: {kid?: string; zip?: string}): CryptoKey => {
    // Ours are not packed: nothing that came from outside is unpacked.
    const known = zip === undefined ? keys.get(id ?? '') : undefined;
    if (!known) throw new Error('sealed with a key that is not ours');
    return known;
  };
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return {
    close(token, lifetimeMs = LIFETIME_MS) {
      const payload = {...token, exp: Math.floor((now() + lifetimeMs) / 1000)};
      return new CompactEncrypt(encoder.encode(JSON.stringify(payload)))
        .setProtectedHeader({alg: 'dir', enc: 'A256GCM', kid})
        .encrypt(key);
    },
    async open(text, origin) {
      if (!text) return undefined;
      try {
        const {plaintext} = await compactDecrypt(text, findKey, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        const token = Token.safeParse(JSON.parse(decoder.decode(plaintext)));
        if (!token.success || token.data.origin !== origin || token.data.exp * 1000 <= now()) return undefined;
        return token.data;
      } catch {
        return undefined;
      }
    },
  };
}

async function importKey(secret: Uint8Array): Promise<{kid: string; key: CryptoKey}> {
  const bytes = new Uint8Array(secret);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return {
    kid: base64url.encode(new Uint8Array(digest)).slice(0, 8),
    // Once, and not for every token.
    key: await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']),
  };
}

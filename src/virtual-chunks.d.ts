/** Written by the build: where the second stage is, below the proxy's address. */
declare module 'virtual:chunks' {
  export const CART_CHUNK: string;
}

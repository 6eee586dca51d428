/** Written by the build: where the second stage is, below the proxy's address. */
declare module 'virtual:chunks' {
  export const CART_CHUNK: string;
  /** That of the product's card. */
  export const PRODUCT_CHUNK: string;
}

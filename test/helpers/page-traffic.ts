/** What a page asks for besides itself, as the browser's own tools count it. */
import type {CDPSession} from 'playwright-core';

export interface Traffic {
  /** For how long nothing is being asked for, in milliseconds. */
  quietFor(): number;
  /** Bodies of scripts, styles and data, as they came over the wire. */
  bytes(): number;
  /** Preflights and pictures too; not what the browser's cache had. */
  requests(): number;
  hosts(): number;
}

/** Counts from now on what the page at an address asks other hosts for. */
export async function watchTraffic(devtools: CDPSession, url: string): Promise<Traffic> {
  const {host: own} = new URL(url);
  const open = new Set<string>();
  const answers = new Map<string, {readonly isWeighed: boolean; readonly head: number}>();
  const hosts = new Set<string>();
  let lastAt = Date.now();
  let requests = 0;
  let bytes = 0;
  const close = (requestId: string): void => {
    open.delete(requestId);
    lastAt = Date.now();
  };
  devtools.on('Network.requestWillBeSent', ({requestId, request}) => {
    const {protocol, host} = new URL(request.url);
    if (protocol !== 'http:' || host === own) return;
    open.add(requestId);
    hosts.add(host);
    lastAt = Date.now();
  });
  devtools.on('Network.responseReceived', ({requestId, type, response}) => {
    if (!open.has(requestId)) return;
    const isWeighed = ['Script', 'Stylesheet', 'Fetch', 'XHR'].includes(type);
    answers.set(requestId, {isWeighed, head: response.encodedDataLength});
  });
  devtools.on('Network.loadingFinished', ({requestId, encodedDataLength}) => {
    const {isWeighed, head = 0} = answers.get(requestId) ?? {};
    // What the cache had has not even a head.
    if (head > 0) requests += 1;
    if (isWeighed) bytes += encodedDataLength - head;
    close(requestId);
  });
  devtools.on('Network.loadingFailed', ({requestId}) => close(requestId));
  await devtools.send('Network.enable');
  return {
    quietFor: () => (open.size > 0 ? 0 : Date.now() - lastAt),
    bytes: () => bytes,
    requests: () => requests,
    hosts: () => hosts.size,
  };
}

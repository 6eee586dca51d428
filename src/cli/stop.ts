/**
 * How long a service says that it is about to stop before it takes no more connections. A load balancer that asks
 * `/readyz` every second has then heard it, also if one question was lost, and most of the ten seconds that Docker
 * and others wait before they kill are left for the answers under way.
 */
const NOTICE_MS = 2000;
const EXIT = {SIGINT: 130, SIGTERM: 143} as const;

/**
 * Waits for Ctrl-C or SIGTERM, then closes what was started, newest first. A second signal stops at once.
 *
 * @param closers Each is told for how long others should hear of it first: not at all for Ctrl-C, behind which is a
 * person and no load balancer.
 */
export async function closeOnSignal(closers: readonly ((noticeMs: number) => Promise<void>)[]): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const first = await new Promise<(typeof signals)[number]>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve(signal));
  });
  for (const signal of signals) process.once(signal, () => process.exit(EXIT[signal]));
  for (const close of [...closers].reverse()) await close(first === 'SIGTERM' ? NOTICE_MS : 0);
}

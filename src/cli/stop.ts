/** Waits for Ctrl-C or SIGTERM, then closes what was started, newest first. A second signal stops at once. */
export async function closeOnSignal(closers: readonly (() => Promise<void>)[]): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  process.once('SIGINT', () => process.exit(130));
  for (const close of [...closers].reverse()) await close();
}

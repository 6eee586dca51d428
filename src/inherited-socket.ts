/**
 * A socket that somebody else opened for us, as systemd does (`man sd_listen_fds`). It stays open while the proxy
 * restarts: who comes meanwhile waits, and is not refused.
 */
import type {Environment} from './proxy/index.js';

/** The first descriptor that is handed over, by convention. */
const FIRST_FD = 3;

/** @throws If there is more than one: they were not meant for us. */
export function findInheritedSocket({LISTEN_PID, LISTEN_FDS}: Environment, pid: number): {fd: number} | undefined {
  // A child has the variables of its parent, but the sockets are for the process that is named.
  if (Number(LISTEN_PID) !== pid || !LISTEN_FDS) return undefined;
  if (LISTEN_FDS !== '1') throw new Error(`The proxy listens on one socket, and was handed ${LISTEN_FDS}.`);
  return {fd: FIRST_FD};
}

/** A command that could not do what it was asked, with the sentence for whoever asked. */
export class CommandFailed extends Error {
  /** Whether it was asked for something that cannot be: a wrong setting, not bad luck. */
  readonly misused: boolean;
  constructor(message: string, misused = false) {
    super(message);
    this.misused = misused;
  }
}

/** What listening failed with, as Node reports it. */
interface ListenError extends Error {
  readonly code: string;
  readonly port?: number;
  readonly address?: string;
  readonly hostname?: string;
}

const reasons: Readonly<Record<string, {readonly text: string; readonly misused?: true}>> = {
  EADDRINUSE: {text: 'is taken'},
  EACCES: {text: 'may not be used by this user'},
  EADDRNOTAVAIL: {text: 'is not an address of this machine', misused: true},
  ENOTFOUND: {text: 'is not a host name that can be found', misused: true},
};

/** What chooses where something listens: flags or variables. */
interface ListenSettings {
  readonly port: string;
  readonly host?: string;
}

const isListenError = (error: unknown): error is ListenError =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in reasons;

/** Turns a port or an address that cannot be had into a sentence that says which setting chooses another. */
export async function orSayWhyNot<T>(start: Promise<T>, what: string, settings: ListenSettings): Promise<T> {
  try {
    return await start;
  } catch (error) {
    if (!isListenError(error)) throw error;
    const {text = 'cannot be had', misused = false} = reasons[error.code] ?? {};
    const where = misused ? (error.address ?? error.hostname ?? 'The address') : `Port ${error.port ?? '?'}`;
    const setting = misused ? settings.host : settings.port;
    throw new CommandFailed(
      `${where} ${text}, so the ${what} cannot start there. Choose another with ${setting}.`,
      misused,
    );
  }
}

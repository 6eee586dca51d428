/** A command that could not do what it was asked, with the sentence for whoever asked. */
export class CommandFailed extends Error {}

interface AddressInUse extends Error {
  readonly port: number;
}

const isAddressInUse = (error: unknown): error is AddressInUse =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;

/** Turns a taken port into a sentence that says which flag or variable chooses another. */
export async function orSayPortTaken<T>(start: Promise<T>, what: string, setting: string): Promise<T> {
  try {
    return await start;
  } catch (error) {
    if (!isAddressInUse(error)) throw error;
    throw new CommandFailed(
      `Port ${error.port} is taken, so the ${what} cannot start there. Choose another with ${setting}.`,
    );
  }
}

/** Where the proxy says what happened. pino fits as it is; nothing logged here may hold a secret. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A log that says with every line what it is about. */
export const logAbout = (log: Log, about: object): Log => ({
  debug: (fields, message) => log.debug({...about, ...fields}, message),
  info: (fields, message) => log.info({...about, ...fields}, message),
  warn: (fields, message) => log.warn({...about, ...fields}, message),
  error: (fields, message) => log.error({...about, ...fields}, message),
});

#!/usr/bin/env -S node --
/** `pushcart`: the commands. Each loads what it needs when it is run; only this file sets an exit code. */
import {Command, CommanderError, InvalidArgumentError} from 'commander';
import {packageRoot, version} from '../server.js';
import {ConfigError, variables} from '../proxy/index.js';
import {CommandFailed} from './failure.js';
import type {ChangeOptions, HooksOptions} from './hooks.js';

/** Done, failed, wrong use or configuration. */
const EXIT = {failed: 1, misused: 2} as const;

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

const widest = Math.max(...variables.map(({name}) => name.length));
const variableHelp = variables
  .map(({name, default: initial, meaning}) => `  ${name.padEnd(widest)}  ${meaning} [${initial}]`)
  .join('\n');

const program = new Command('pushcart')
  .description('Sell from any page: an embeddable cart for 3dcart (Shift4Shop) stores.')
  .version(version)
  .showHelpAfterError('Add --help to see how it is used.')
  .exitOverride();

program
  .command('serve')
  .description("run the proxy, which keeps the store's credentials and makes its carts")
  .option('--env-file <file>', 'read variables from a file; those of the environment win')
  .addHelpText('after', `\nEnvironment:\n${variableHelp}\n\nExample:\n  $ pushcart serve --env-file pushcart.env`)
  .action(async (options: {envFile?: string}) => (await import('./serve.js')).serve(options));

program
  .command('sandbox')
  .description('run a store without an account: the API, a storefront and a checkout, on this machine only')
  .option('--port <number>', 'where it listens; 0 picks a free port', toPort, 8790)
  .addHelpText('after', '\nExample:\n  $ pushcart sandbox --port 8790')
  .action(async (options: {port: number}) => (await import('./sandbox.js')).runSandbox(options));

program
  .command('demo')
  .description('run it all: a sandbox store, the proxy, and a blog that sells from its posts')
  .option('--blog-port <number>', 'port of the blog', toPort, 8080)
  .option('--proxy-port <number>', 'port of the proxy', toPort, 8787)
  .option('--sandbox-port <number>', 'port of the sandbox store', toPort, 8790)
  .addHelpText('after', '\nExample:\n  $ pushcart demo --blog-port 3000')
  .action(async (options: {blogPort: number; proxyPort: number; sandboxPort: number}) =>
    (await import('./demo.js')).runDemo({...options, root: packageRoot}),
  );

const hooks = program
  .command('hooks')
  .description('have the store tell the proxy at once of orders and of changed products')
  .addHelpText('after', '\nExample:\n  $ pushcart hooks install --env-file pushcart.env');

const envFileOption = ['--env-file <file>', 'read variables from a file; those of the environment win'] as const;
hooks
  .command('list')
  .description("show the store's webhooks, and which of them are ours")
  .option(...envFileOption)
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  $ pushcart hooks list --json')
  .action(async (options: HooksOptions) => (await import('./hooks.js')).listHooks(options));

for (const [name, description] of [
  ['install', 'make or mend our webhooks in the store, and leave those of others alone'],
  ['remove', 'remove our webhooks from the store, also those with an older secret'],
] as const)
  hooks
    .command(name)
    .description(description)
    .option(...envFileOption)
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('--yes', 'do it without asking')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  $ pushcart hooks ${name} --env-file pushcart.env --dry-run`)
    .action(async (options: ChangeOptions) => {
      const {installHooks, removeHooks} = await import('./hooks.js');
      await (name === 'install' ? installHooks : removeHooks)(options);
    });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Says what happened and what to do next; answers the exit code. */
function report(error: unknown): number {
  // Commander has already written its own message; help and version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.misused;
  if (error instanceof ConfigError) {
    console.error(error.message);
    return EXIT.misused;
  }
  console.error(error instanceof CommandFailed ? error.message : error);
  return error instanceof CommandFailed && error.misused ? EXIT.misused : EXIT.failed;
}

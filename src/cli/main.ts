#!/usr/bin/env -S node --
/** `pushcart`: the commands. Each loads what it needs when it is run; only this file sets an exit code. */
import {Command, CommanderError, Option} from 'commander';
import {packageRoot, version} from '../server.js';
import {ConfigError, variables} from '../proxy/index.js';
import {toAttributes, toChoice, toCount, toPage, toPort, toProductId} from './arguments.js';
import {CommandFailed} from './failure.js';
import type {ChangeOptions, HooksOptions} from './hooks.js';
import type {DoctorOptions} from './doctor/run.js';
import type {InitOptions} from './init.js';
import type {PutOptions, RemoveOptions, ScriptsOptions} from './scripts.js';
import type {RotateOptions} from './secrets.js';
import type {ProbeCommand} from './probe.js';

/** Done, failed, wrong use or configuration. */
const EXIT = {failed: 1, misused: 2} as const;

const widest = Math.max(...variables.map(({name}) => name.length));
const variableHelp = variables
  .map(({name, default: initial, meaning}) => `  ${name.padEnd(widest)}  ${meaning} [${initial}]`)
  .join('\n');

const program = new Command('pushcart')
  .description('Sell from any page: an embeddable cart for 3dcart (Shift4Shop) stores.')
  .version(version)
  .showHelpAfterError('Add --help to see how it is used.')
  .addHelpText('after', '\nExample:\n  $ pushcart demo\n  $ pushcart init\n  $ pushcart doctor --env-file pushcart.env')
  .exitOverride();

program
  .command('init')
  .description('ask what the proxy has to know, check it against the store, and write it into a file')
  .option('--env-file <file>', 'the file to write, or to change', 'pushcart.env')
  .option('--secure-url <url>', 'secure URL of the store')
  .option(
    '--private-key <key>',
    "the application's private key; others on this machine cannot see PUSHCART_PRIVATE_KEY",
  )
  .option('--token <token>', "the merchant's token for it, likewise PUSHCART_TOKEN")
  .option('--access-token <token>', 'a bearer token in place of the two, likewise PUSHCART_ACCESS_TOKEN')
  .option('--origins <list>', 'origins of the pages that may sell, comma-separated')
  .option('--public-url <url>', 'address of the proxy as shoppers see it')
  .option('--api-url <url>', "base of the store's API")
  .option('--no-check', 'do not ask the store whether it takes the credentials')
  .option('--dry-run', 'show what would be written, and write nothing')
  .option('--yes', 'ask nothing')
  .addHelpText(
    'after',
    `
What no flag says is taken from the environment, from the file, or asked for.

Example:
  $ pushcart init
  $ pushcart init --yes --secure-url https://your-store.example --origins https://blog.example \\
      --public-url https://cart.example`,
  )
  .action(async (options: InitOptions) => (await import('./init.js')).init(options));

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
  .option('--profile <file>', 'behave as the store of which pushcart probe has written this')
  .addHelpText(
    'after',
    '\nExamples:\n  $ pushcart sandbox --port 8790\n  $ pushcart sandbox --profile pushcart-profile.json',
  )
  .action(async (options: {port: number; profile?: string}) => (await import('./sandbox.js')).runSandbox(options));

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

/** The flags of whatever changes the store. */
const addChangeFlags = (command: Command): Command =>
  command
    .option(...envFileOption)
    .option('--dry-run', 'show what would be done, and do nothing')
    .option('--yes', 'do it without asking')
    .option('--json', 'print JSON');

for (const [name, description] of [
  ['install', 'make or mend our webhooks in the store, and leave those of others alone'],
  ['remove', 'remove our webhooks from the store, also those with an older secret'],
] as const)
  addChangeFlags(hooks.command(name).description(description))
    .addHelpText('after', `\nExample:\n  $ pushcart hooks ${name} --env-file pushcart.env --dry-run`)
    .action(async (options: ChangeOptions) => {
      const {installHooks, removeHooks} = await import('./hooks.js');
      await (name === 'install' ? installHooks : removeHooks)(options);
    });

const scripts = program
  .command('scripts')
  .description("put the script into the store's own pages, and take it out again")
  .addHelpText('after', '\nExample:\n  $ pushcart scripts install --env-file pushcart.env --dry-run');

scripts
  .command('list')
  .description("show the store's frontend scripts, and which of them are ours")
  .option(...envFileOption)
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  $ pushcart scripts list --env-file pushcart.env')
  .action(async (options: ScriptsOptions) => (await import('./scripts.js')).listScripts(options));

for (const [name, description, rest, example] of [
  [
    'install',
    'put our script into every page of the store, or make it what the flags say',
    'default: HEAD, where it is found first and never holds up the page, being a module; BODY if the theme has no other place',
    '--attr data-cart=drawer --attr data-open=never',
  ],
  [
    'update',
    'bring our script to this release and to what the flags say; the rest stays as it is',
    'default: where it is',
    '--placement BODY',
  ],
] as const)
  addChangeFlags(scripts.command(name).description(description))
    .addOption(new Option('--placement <place>', rest).choices(['HEAD', 'BODY']))
    .option('--src <url>', 'where pages load it; default: pushcart.js at PUSHCART_PUBLIC_URL')
    .option('--attr <name=value>', 'an attribute of the tag; may be repeated', toAttributes)
    .addHelpText('after', `\nExample:\n  $ pushcart scripts ${name} --env-file pushcart.env ${example}`)
    .action(async (options: PutOptions) => {
      const {installScript, updateScript} = await import('./scripts.js');
      await (name === 'install' ? installScript : updateScript)(options);
    });

addChangeFlags(scripts.command('remove').description('take our script out of the store, and leave all others'))
  .addHelpText('after', '\nExample:\n  $ pushcart scripts remove --env-file pushcart.env --yes')
  .action(async (options: RemoveOptions) => (await import('./scripts.js')).removeScripts(options));

program
  .command('secrets')
  .description('new secrets, and no cart lost')
  .addHelpText('after', '\nExample:\n  $ pushcart secrets rotate --env-file pushcart.env')
  .command('rotate')
  .description('put a new secret before the ones that are there')
  .option('--env-file <file>', 'the file to change', 'pushcart.env')
  .addOption(
    new Option('--of <what>', 'what seals carts, or what the store calls webhooks with')
      .choices(['carts', 'hooks'])
      .default('carts'),
  )
  .option('--keep <number>', 'how many of the old ones go on opening', toCount, 1)
  .option('--leaked', 'none of the old ones stays: they are in wrong hands')
  .option('--prepare', 'with several proxies, first: all learn the new one, and none seals with it')
  .option('--promote', 'with several proxies, then: the new one seals')
  .option('--dry-run', 'show what would be done, and do nothing')
  .option('--yes', 'do it without asking')
  .addHelpText('after', '\nExample:\n  $ pushcart secrets rotate --env-file pushcart.env --leaked')
  .action(async (options: RotateOptions) => (await import('./secrets.js')).rotateSecrets(options));

program
  .command('doctor')
  .description('look at all that has to be right for a page to sell, and say what to do')
  .option(...envFileOption)
  .option('--page <url>', 'also look at this page: its tag, its policy, its origin', toPage)
  .option('--no-cart', 'do not make a cart in the store, not even for a moment')
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  $ pushcart doctor --env-file pushcart.env --page https://blog.example/post')
  .action(async (options: DoctorOptions) => (await import('./doctor/run.js')).examine(options));

program
  .command('probe')
  .description('find out, on your own store, what its documentation leaves open, and write a profile of it')
  .requiredOption('--product <id>', 'product to put into carts, such as --product 511', toProductId)
  .option('--option <set:option>', 'an option of it to choose, such as --option 83:421; may be repeated', toChoice)
  .option('--throttle', "fill the store's bucket of calls as well, when nobody shops: probe --product 511 --throttle")
  .option('--out <file>', 'where the profile goes, such as --out shop.json', 'pushcart-profile.json')
  .option(...envFileOption)
  .option('--dry-run', 'say what would be done, and do nothing: probe --product 511 --dry-run')
  .option('--yes', 'do it without asking: probe --product 511 --yes')
  .option('--json', 'print the profile rather than a table: probe --product 511 --yes --json')
  .addHelpText('after', '\nExample:\n  $ pushcart probe --product 511 --env-file pushcart.env')
  .action(async (options: ProbeCommand) => (await import('./probe.js')).runProbe(options));

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

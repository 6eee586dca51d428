/** `deploy/Dockerfile` as steps, in stages. */
import {Copy, DockerfileParser, Entrypoint, Cmd, From, Healthcheck, type JSONInstruction} from 'dockerfile-ast';
import {recipe} from './recipes.js';

export interface CopyStep {
  readonly kind: 'copy';
  /** The stage that the sources are in; undefined: the repository. */
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly target: string;
}
export type Step =
  | CopyStep
  | {readonly kind: 'run'; readonly command: string}
  | {readonly kind: 'workdir'; readonly folder: string}
  | {readonly kind: 'user'; readonly user: string}
  | {readonly kind: 'env'; readonly variables: Readonly<Record<string, string>>}
  | {readonly kind: 'entrypoint'; readonly words: readonly string[]}
  | {readonly kind: 'command'; readonly words: readonly string[]}
  | {readonly kind: 'healthcheck'; readonly words: readonly string[]}
  | {readonly kind: 'expose'};

export interface Stage {
  readonly image: string;
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

/** @throws If it has an instruction that this cannot read: whoever adds one decides what the tests make of it. */
export function readDockerfile(): readonly Stage[] {
  const stages: {image: string; name: string | undefined; steps: Step[]}[] = [];
  for (const instruction of DockerfileParser.parse(recipe('Dockerfile')).getInstructions()) {
    if (instruction instanceof From) {
      stages.push({image: instruction.getImage() ?? '', name: instruction.getBuildStage() ?? undefined, steps: []});
      continue;
    }
    const stage = stages.at(-1);
    if (!stage) throw new Error(`${instruction.getKeyword()} stands before the first FROM.`);
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const text = instruction.getArgumentsContent() ?? '';
    if (instruction instanceof Copy) {
      const flags = instruction.getFlags();
      const from = flags.find((flag) => flag.getName() === 'from')?.getValue() ?? undefined;
      stage.steps.push({kind: 'copy', from, sources: words.slice(0, -1), target: words.at(-1) ?? ''});
    } else if (instruction instanceof Entrypoint) stage.steps.push({kind: 'entrypoint', words: readWords(instruction)});
    else if (instruction instanceof Healthcheck) {
      const [, array = '[]'] = /CMD\s+(\[.*\])\s*$/s.exec(text) ?? [];
      stage.steps.push({kind: 'healthcheck', words: JSON.parse(array) as string[]});
    } else if (instruction instanceof Cmd) stage.steps.push({kind: 'command', words: readWords(instruction)});
    else if (instruction.getKeyword() === 'RUN') stage.steps.push({kind: 'run', command: text});
    else if (instruction.getKeyword() === 'WORKDIR') stage.steps.push({kind: 'workdir', folder: text});
    else if (instruction.getKeyword() === 'USER') stage.steps.push({kind: 'user', user: text});
    else if (instruction.getKeyword() === 'EXPOSE') stage.steps.push({kind: 'expose'});
    else if (instruction.getKeyword() === 'ENV') {
      const pairs = words.map((word) => word.split('=') as [string, string]);
      stage.steps.push({kind: 'env', variables: Object.fromEntries(pairs)});
    } else throw new Error(`Nothing knows what to make of ${instruction.getKeyword()}.`);
  }
  return stages;
}

/** What `.dockerignore` lets through to the builder, which else lets through nothing. */
export function readAllowed(ignoreFile: string): readonly string[] {
  const lines = ignoreFile.split('\n').filter((line) => line && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('.dockerignore must begin by shutting everything out.');
  return lines.slice(1).map((line) => {
    if (!/^![\w.-]+$/.test(line)) throw new Error(`.dockerignore may only let single names through, not "${line}".`);
    return line.slice(1);
  });
}

/** The words of the form with brackets: with a shell between, no signal would reach the proxy. */
function readWords(instruction: JSONInstruction): string[] {
  const text = instruction.getArgumentsContent() ?? '';
  if (!text.startsWith('[')) throw new Error(`${instruction.getKeyword()} needs brackets.`);
  return JSON.parse(text) as string[];
}

/**
 * The sandbox's own controls, under `/_sandbox`: JSON only, without CORS, and under a name of this machine alone, so
 * that no page of another origin can reach them, also not one whose name was made to point here.
 */
import {Hono, type MiddlewareHandler} from 'hono';
import {z} from 'zod';
import {answerJson} from './envelope.js';
import {Fault} from './faults.js';
import {isLoopback} from './loopback.js';
import {takeSnapshot, type SandboxSnapshot} from './snapshot.js';
import type {SandboxState} from './state.js';
import {changeSwitches, SwitchError} from './switches.js';

function answerProblem(status: number, error: string): Response {
  return answerJson({error}, status);
}

/** A page of elsewhere can have its own name resolved to this machine; the name is what gives it away. */
const refuseOtherNames: MiddlewareHandler = async function refuseOtherNames(c, next) {
  const host = c.req.header('host');
  if (isLoopback(c.req.url) && (host === undefined || isLoopback(`http://${host}`))) return next();
  return answerProblem(403, 'The sandbox is controlled as 127.0.0.1, [::1] or localhost, and under no other name');
};

/** A browser names where a request comes from; a program does not. JSON cannot be sent across origins without asking. */
const refuseOtherPages: MiddlewareHandler = async function refuseOtherPages(c, next) {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const isForeign = (origin !== undefined && origin !== new URL(c.req.url).origin) || site === 'cross-site';
  if (isForeign) return answerProblem(403, 'The sandbox is not controlled from other pages');
  const isJson = /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '');
  if (c.req.method !== 'GET' && !isJson) return answerProblem(415, 'Send Content-Type: application/json');
  return next();
};

/** The control API, for requests under `/_sandbox`. `reset` is shared with the handle that a program holds. */
export function createControl(state: SandboxState, reset: () => void): Pick<Hono, 'fetch'> {
  const control = new Hono().basePath('/_sandbox');
  control.use(refuseOtherNames);
  control.use(refuseOtherPages);
  control.get('/', () => answerJson(takeSnapshot(state) satisfies SandboxSnapshot));
  control.patch('/', async (c) => {
    state.switches = changeSwitches(state.switches, await c.req.json<unknown>());
    return answerJson({switches: state.switches});
  });
  control.post('/faults', async (c) => {
    state.faults.add(Fault.parse(await c.req.json<unknown>()));
    return answerJson({faults: state.faults.list()}, 201);
  });
  control.post('/reset', () => {
    reset();
    return answerJson(takeSnapshot(state));
  });
  control.notFound(() => answerProblem(404, 'There is no such control'));
  control.onError((error) => {
    if (error instanceof SwitchError) return answerProblem(400, error.message);
    if (error instanceof SyntaxError) return answerProblem(400, 'The body is not valid JSON');
    if (error instanceof z.ZodError) {
      const [issue] = error.issues;
      return answerProblem(400, `Fault ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong value'}`);
    }
    throw error;
  });
  return control;
}

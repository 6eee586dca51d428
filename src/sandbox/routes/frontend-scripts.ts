/** Scripts that the store puts into its own pages. */
import {Hono} from 'hono';
import {z} from 'zod';
import type {ApiEnv} from '../api.js';
import {parseDate} from '../dates.js';
import type {Script} from '../entities.js';
import {answerEmpty, answerJson, answerResults, asElement, confirmWrite, refuseWrite} from '../envelope.js';
import {Refusal, toRefusal} from '../refusal.js';
import type {SandboxState} from '../state.js';
import {toWireScript} from '../wire.js';
import {answerPage, lowerCaseNames, readId, type PageRules} from './paging.js';

const pages: PageRules = {firstOffset: 1, most: 500};

/** The documented example has the caller send the dates. One that is left out, or is none, is now. */
const date = z
  .string()
  .nullish()
  .transform((text) => (text ? parseDate(text) : undefined));

/** Which other placements the store takes, and whether it minds case, is not documented: this one minds. */
const Fields = z.object({
  Placement: z.enum(['HEAD', 'BODY']),
  Code: z.string().min(1).max(65_535),
  DateCreated: date,
  LastUpdate: date,
});

/** A change. A field that is left out stays as it is, which is our reading. */
const Change = Fields.partial();

/** Bulk changes name their row; ids come as number or text (recorded for orders). */
const BulkChange = z.object({FrontendScriptID: z.coerce.number().pipe(z.int())});

/** Mounted at `/FrontendScripts`. */
export function createScriptRoutes(state: SandboxState): Hono<ApiEnv> {
  const {clock} = state;
  const {scripts} = state.store;
  const routes = new Hono<ApiEnv>();
  const toWire = (script: Script & {readonly id: number}) => toWireScript(script, state.switches.dateStyle);

  const change = (script: Script & {readonly id: number}, body: unknown): Refusal | undefined => {
    const parsed = Change.safeParse(body);
    if (!parsed.success) return toRefusal(parsed.error);
    const {Placement: placement, Code: code, DateCreated: createdAt, LastUpdate: updatedAt} = parsed.data;
    scripts.put({
      ...script,
      ...(placement && {placement}),
      ...(code !== undefined && {code}),
      ...(createdAt !== undefined && {createdAt}),
      updatedAt: updatedAt ?? clock.now(),
    });
    return undefined;
  };

  routes.get('/', (c) => answerPage(scripts.list(), lowerCaseNames(c.req.query()), pages, state.switches, toWire));

  routes.get('/:id', (c) => {
    const script = scripts.find(readId(c.req.param('id')));
    return script ? answerJson([toWire(script)]) : answerEmpty(404);
  });

  routes.post('/', (c) => {
    const parsed = Fields.safeParse(c.var.body);
    if (!parsed.success) return refuseWrite(toRefusal(parsed.error), state.switches);
    const {Placement: placement, Code: code, DateCreated, LastUpdate} = parsed.data;
    const now = clock.now();
    const {id} = scripts.add({placement, code, createdAt: DateCreated ?? now, updatedAt: LastUpdate ?? now});
    return confirmWrite('FrontendScriptID', id, 201, 'Created successfully');
  });

  // Several at once: 206 as soon as one of them failed (documented); the words of the failure are our reading.
  routes.put('/', (c) => {
    const changes = z.array(z.unknown()).safeParse(c.var.body);
    if (!changes.success) return refuseWrite(new Refusal('', 'Expected an array'), state.switches);
    const results = changes.data.map((body) => {
      const named = BulkChange.safeParse(body);
      if (!named.success) return asElement('Error', '', 400, 'Invalid FrontendScriptID');
      const id = named.data.FrontendScriptID;
      const script = scripts.find(id);
      if (!script) return asElement('Error', String(id), 404, 'FrontendScript not found');
      const refusal = change(script, body);
      if (refusal) return asElement('Error', String(id), 400, refusal.message);
      return asElement('FrontendScriptID', String(id), 200, 'updated successfully');
    });
    return answerResults(results, results.some(({Key}) => Key === 'Error') ? 206 : 200);
  });

  routes.put('/:id', (c) => {
    const script = scripts.find(readId(c.req.param('id')));
    if (!script) return answerEmpty(404);
    const refusal = change(script, c.var.body);
    if (refusal) return refuseWrite(refusal, state.switches);
    return confirmWrite('FrontendScriptID', script.id, 200, 'updated successfully');
  });

  routes.delete('/:id', (c) => {
    const script = scripts.find(readId(c.req.param('id')));
    if (!script) return answerEmpty(404);
    scripts.delete(script.id);
    return confirmWrite('FrontendScriptID', script.id, 200, 'deleted successfully');
  });
  return routes;
}

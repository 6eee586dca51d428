/** Who is told of what happens in the store. */
import {Hono} from 'hono';
import {z} from 'zod';
import type {ApiEnv} from '../api.js';
import type {Webhook} from '../entities.js';
import {answerEmpty, answerError, answerJson, confirmWrite, refuseWrite} from '../envelope.js';
import {Refusal, toRefusal} from '../refusal.js';
import type {SandboxState} from '../state.js';
import {callOut, findAddressProblem, webhookEvents} from '../webhooks.js';
import {toWireWebhook} from '../wire.js';
import {byDate, FilterError, filterRows, readNumber, type Filter} from './filters.js';
import {answerPage, lowerCaseNames, readId, type PageRules} from './paging.js';

const pages: PageRules = {firstOffset: 1, most: 500};

const events = Object.entries(webhookEvents).map(([EventName, EventType]) => ({EventType, EventName}));

const Fields = z.object({
  Name: z.string().min(1).max(80),
  Url: z.string().min(1).max(1000),
  EventType: z.int().refine((type) => events.some(({EventType}) => EventType === type)),
  Enabled: z.boolean(),
  // XML is documented as well, and left out here as everywhere in the sandbox.
  Format: z.literal('JSON').nullish(),
});

/** A field that is left out stays as it is, which is our reading. The event cannot be changed (documented). */
const Change = Fields.omit({EventType: true}).partial();

type Row = Webhook & {readonly id: number};

/** What one parameter asks of a webhook. An unknown parameter asks nothing. */
function readFilter(parameter: string, value: string): Filter<Row> | undefined {
  switch (parameter) {
    case 'name':
      return ({name}) => name.toLowerCase().includes(value.toLowerCase());
    case 'url':
      return ({url}) => url.toLowerCase().includes(value.toLowerCase());
    case 'enabled': {
      const wanted = readNumber(parameter, value);
      return wanted === -1 ? undefined : ({enabled}) => enabled === (wanted === 1);
    }
    case 'format':
      return () => value.toUpperCase() === 'JSON';
    case 'datecreatedstart':
    case 'datecreatedend':
      return byDate(parameter, value, ({createdAt}: Row) => createdAt);
    case 'dateupdatedstart':
    case 'dateupdatedend':
      return byDate(parameter, value, ({updatedAt}: Row) => updatedAt);
    default:
      return undefined;
  }
}

/** Mounted at `/Webhooks`. */
export function createWebhookRoutes(state: SandboxState): Hono<ApiEnv> {
  const {clock} = state;
  const {webhooks} = state.store;
  const routes = new Hono<ApiEnv>();
  const toWire = (webhook: Row) => toWireWebhook(webhook, state.switches.dateStyle);

  /** Before it takes an address, the platform visits it (seen in client code), and may not take one that is not well. */
  async function probe(url: string): Promise<Refusal | undefined> {
    const problem = findAddressProblem(url, state);
    if (problem) return new Refusal('Url', problem);
    if (state.switches.webhookProbe === 'off') return undefined;
    const status = await callOut(state, url, {method: 'GET'}).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status;
      },
      () => 'nothing',
    );
    if (status === 200 || state.switches.webhookProbe === 'ignore') return undefined;
    return new Refusal('Url', `The Url answered ${String(status)} to a GET`);
  }

  routes.get('/', (c) => {
    const query = lowerCaseNames(c.req.query());
    return answerPage(filterRows(webhooks.list(), query, readFilter), query, pages, state.switches, toWire);
  });

  routes.get('/Events', (c) =>
    answerPage(events, {limit: '500', ...lowerCaseNames(c.req.query())}, pages, state.switches, (event) => event),
  );

  routes.get('/:id', (c) => {
    const webhook = webhooks.find(readId(c.req.param('id')));
    return webhook ? answerJson([toWire(webhook)]) : answerEmpty(404);
  });

  routes.post('/', async (c) => {
    const parsed = Fields.safeParse(c.var.body);
    if (!parsed.success) return refuseWrite(toRefusal(parsed.error), state.switches);
    const {Name: name, Url: url, EventType: eventType, Enabled: enabled} = parsed.data;
    const refusal = await probe(url);
    if (refusal) return refuseWrite(refusal, state.switches);
    const now = clock.now();
    const {id} = webhooks.add({name, url, eventType, enabled, createdAt: now, updatedAt: now});
    return confirmWrite('Id', id, 201, 'Created successfully');
  });

  routes.put('/:id', async (c) => {
    const webhook = webhooks.find(readId(c.req.param('id')));
    if (!webhook) return answerEmpty(404);
    const parsed = Change.safeParse(c.var.body);
    if (!parsed.success) return refuseWrite(toRefusal(parsed.error), state.switches);
    const {Name: name = webhook.name, Url: url = webhook.url, Enabled: enabled = webhook.enabled} = parsed.data;
    const refusal = url === webhook.url ? undefined : await probe(url);
    if (refusal) return refuseWrite(refusal, state.switches);
    webhooks.put({...webhook, name, url, enabled, updatedAt: clock.now()});
    return confirmWrite('Id', webhook.id, 200, 'updated successfully');
  });

  routes.delete('/:id', (c) => {
    const webhook = webhooks.find(readId(c.req.param('id')));
    if (!webhook) return answerEmpty(404);
    webhooks.delete(webhook.id);
    return confirmWrite('Id', webhook.id, 200, 'deleted successfully');
  });

  routes.onError((error) => {
    if (error instanceof FilterError) return answerError(400, error.parameter, error.message);
    throw error;
  });
  return routes;
}

/** The calls that say who is told of what happens in the store. */
import type {Claim} from './claim.js';
import type {Send} from './client.js';
import type {Outcome} from './outcome.js';
import {created, parsed, succeeded} from './read.js';
import * as wire from './schemas.js';

/** A webhook as the store keeps it. Its address may hold a secret: it is never printed as it is. */
export interface StoreWebhook {
  readonly webhookId: string;
  readonly name: string;
  readonly url: string;
  /** The event's number, which means something in this store alone. */
  readonly eventType: number;
  readonly enabled: boolean;
  readonly format: string;
}

/** An event that the store can tell of. */
export interface StoreEventType {
  readonly eventType: number;
  readonly name: string;
}

/** What a webhook is to be. */
export type WebhookDraft = Pick<StoreWebhook, 'name' | 'url' | 'eventType'>;

export interface WebhookCalls {
  listEventTypes(claim: Claim): Promise<Outcome<StoreEventType[]>>;
  /** One page, from row `offset` (the first is 1). Past the end: none. */
  listWebhooks(page: {offset: number; limit: number}, claim: Claim): Promise<Outcome<StoreWebhook[]>>;
  /** Makes one that is enabled and sent JSON. Answers its id. */
  createWebhook(webhook: WebhookDraft, claim: Claim): Promise<Outcome<string>>;
  /** Gives it a name and an address, and enables it. The store cannot change the event. */
  changeWebhook(webhookId: string, webhook: Omit<WebhookDraft, 'eventType'>, claim: Claim): Promise<Outcome<true>>;
  deleteWebhook(webhookId: string, claim: Claim): Promise<Outcome<true>>;
}

export function createWebhookCalls(send: Send): WebhookCalls {
  const pathOf = (webhookId: string) => `/Webhooks/${encodeURIComponent(webhookId)}`;
  const fields = ({name, url}: Pick<WebhookDraft, 'name' | 'url'>) => ({
    Name: name,
    Url: url,
    Format: 'JSON',
    Enabled: true,
  });
  return {
    async listEventTypes(claim) {
      const outcome = await send(
        {method: 'GET', name: 'GET /Webhooks/Events', path: '/Webhooks/Events'},
        claim,
        parsed(wire.WebhookEvents, (rows) => rows.map((row) => ({eventType: row.EventType, name: row.EventName}))),
      );
      return outcome.kind === 'not_found' ? {kind: 'done', value: []} : outcome;
    },
    async listWebhooks({offset, limit}, claim) {
      const outcome = await send(
        {method: 'GET', name: 'GET /Webhooks', path: `/Webhooks?limit=${limit}&offset=${offset}`},
        claim,
        parsed(wire.Webhooks, (rows) => rows.map(toWebhook)),
      );
      // An empty list is 404, and a page past the end is 400: both mean that there is nothing more.
      const isEnd = outcome.kind === 'not_found' || (outcome.kind === 'refused' && offset > 1);
      return isEnd ? {kind: 'done', value: []} : outcome;
    },
    createWebhook: (webhook, claim) =>
      send(
        {
          method: 'POST',
          name: 'POST /Webhooks',
          path: '/Webhooks',
          body: {...fields(webhook), EventType: webhook.eventType},
          secrets: [webhook.url],
        },
        claim,
        created(['id']),
      ),
    changeWebhook: (webhookId, webhook, claim) =>
      send(
        {
          method: 'PUT',
          name: 'PUT /Webhooks/{id}',
          path: pathOf(webhookId),
          body: {Id: Number(webhookId), ...fields(webhook)},
          secrets: [webhook.url],
        },
        claim,
        succeeded,
      ),
    deleteWebhook: (webhookId, claim) =>
      send({method: 'DELETE', name: 'DELETE /Webhooks/{id}', path: pathOf(webhookId)}, claim, succeeded),
  };
}

function toWebhook(raw: wire.Webhook): StoreWebhook {
  return {
    webhookId: String(raw.Id),
    name: raw.Name,
    url: raw.Url.trim(),
    eventType: raw.EventType,
    enabled: raw.Enabled,
    format: raw.Format.trim().toUpperCase(),
  };
}

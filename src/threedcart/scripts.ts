/** The calls that say which scripts the store puts into its own pages. */
import type {Claim} from './claim.js';
import type {Send} from './client.js';
import type {Outcome} from './outcome.js';
import {created, parsed, succeeded} from './read.js';
import * as wire from './schemas.js';

/** Where the store puts a script: just before the end of the head, or of the body. */
export type Placement = 'HEAD' | 'BODY';

/** A script as the store keeps it. */
export interface StoreScript {
  readonly scriptId: string;
  /** Upper case; the documented ones are {@link Placement}. */
  readonly placement: string;
  /** The whole markup, tags included. */
  readonly code: string;
}

/** What a script is to be. */
export interface ScriptDraft {
  readonly placement: Placement;
  /** At most {@link MOST_CODE} characters. */
  readonly code: string;
}

/** How much markup the store keeps for one script, in characters (documented). */
export const MOST_CODE = 65_535;

export interface ScriptCalls {
  /** One page, from row `offset` (the first is 1). Past the end: none. */
  listScripts(page: {offset: number; limit: number}, claim: Claim): Promise<Outcome<StoreScript[]>>;
  /** Answers the new script's id. */
  createScript(script: ScriptDraft, claim: Claim): Promise<Outcome<string>>;
  changeScript(scriptId: string, script: ScriptDraft, claim: Claim): Promise<Outcome<true>>;
  deleteScript(scriptId: string, claim: Claim): Promise<Outcome<true>>;
}

/** A page of scripts may hold a hundred at their full length. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * @param now Milliseconds since the epoch.
 * @param toDate How the store takes a date.
 */
export function createScriptCalls(send: Send, now: () => number, toDate: (date: Date) => string): ScriptCalls {
  const pathOf = (scriptId: string) => `/FrontendScripts/${encodeURIComponent(scriptId)}`;
  const fields = ({placement, code}: ScriptDraft) => ({
    Placement: placement,
    Code: code,
    LastUpdate: toDate(new Date(now())),
  });
  return {
    async listScripts({offset, limit}, claim) {
      const outcome = await send(
        {
          method: 'GET',
          name: 'GET /FrontendScripts',
          path: `/FrontendScripts?limit=${limit}&offset=${offset}`,
          maxBytes: MAX_BYTES,
        },
        claim,
        parsed(wire.FrontendScripts, (rows) => rows.map(toScript)),
      );
      // An empty list is 404, and a page past the end is 400: both mean that there is nothing more.
      const isEnd = outcome.kind === 'not_found' || (outcome.kind === 'refused' && offset > 1);
      return isEnd ? {kind: 'done', value: []} : outcome;
    },
    createScript: (script, claim) =>
      send(
        {
          method: 'POST',
          name: 'POST /FrontendScripts',
          path: '/FrontendScripts',
          // The documented example sends both dates.
          body: {...fields(script), DateCreated: toDate(new Date(now()))},
        },
        claim,
        created(['frontendscriptid']),
      ),
    changeScript: (scriptId, script, claim) =>
      send(
        {method: 'PUT', name: 'PUT /FrontendScripts/{id}', path: pathOf(scriptId), body: fields(script)},
        claim,
        succeeded,
      ),
    deleteScript: (scriptId, claim) =>
      send({method: 'DELETE', name: 'DELETE /FrontendScripts/{id}', path: pathOf(scriptId)}, claim, succeeded),
  };
}

const toScript = (raw: wire.FrontendScript): StoreScript => ({
  scriptId: String(raw.FrontendScriptID),
  placement: raw.Placement.trim().toUpperCase(),
  code: raw.Code,
});

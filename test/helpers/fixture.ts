import {readdirSync, readFileSync} from 'node:fs';

const folder = new URL('../fixtures/threedcart/', import.meta.url);

/** A payload of the store's API, as documented or recorded. */
export interface Fixture {
  readonly about: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
}

export const fixtureNames: readonly string[] = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

export function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Fixture;
}

/** The answer that a fixture describes. */
export function toResponse({response: {status, headers, body}}: Fixture): Response {
  const text = body === null ? null : typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, {status, headers: {'content-type': 'application/json; charset=utf-8', ...headers}});
}

/** How this API says yes and no. */
import type {Refusal} from './refusal.js';
import type {Switches} from './switches.js';

/** One element of a write's answer. Everything in it is text, the id and the status too (documented). */
export interface ResultElement {
  readonly Key: string;
  readonly Value: string;
  readonly Status: string;
  readonly Message: string;
}

export function asElement(Key: string, Value: string, status: number, Message: string): ResultElement {
  return {Key, Value, Status: String(status), Message};
}

export function answerJson(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), {status, headers: {'content-type': 'application/json; charset=utf-8'}});
}

/** 401, 404, 415 and most other failures have no body (documented for 404). */
export function answerEmpty(status: number): Response {
  return new Response(null, {status});
}

/** What became of several writes, one element each. */
export function answerResults(results: readonly ResultElement[], status: 200 | 206): Response {
  return answerJson(results, status);
}

/** A write that was done. `elementStatus` is for the one place where it differs from the HTTP status. */
export function confirmWrite(
  key: string,
  value: string | number,
  status: 200 | 201,
  message: string,
  elementStatus = status,
): Response {
  return answerJson([asElement(key, String(value), elementStatus, message)], status);
}

/** An array with one `Error` element (seen in client code). */
export function answerError(httpStatus: number, value: string, message: string, elementStatus = httpStatus): Response {
  return answerJson([asElement('Error', value, elementStatus, message)], httpStatus);
}

/** A well-formed write that the store refuses, in the dialect that the switches choose. */
export function refuseWrite({field, message}: Refusal, switches: Switches): Response {
  if (switches.errorWith200 === 'on') return answerError(200, field, message, 400);
  return switches.errorBody400 === 'empty' ? answerEmpty(400) : answerError(400, field, message);
}

/** What a front layer shows when it cannot reach the API: a page, and no JSON (seen in client code). */
export function answerHtmlFailure(): Response {
  const page =
    '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Server Error</h1><p>The service did not answer.</p></body></html>';
  return new Response(page, {status: 502, headers: {'content-type': 'text/html; charset=utf-8'}});
}

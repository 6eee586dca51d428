/** What stands behind a flag, as what it means. Each refuses with a sentence that says what it should be. */
import {InvalidArgumentError} from 'commander';
import type {ProbeCommand} from './probe.js';

export function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  return port;
}

export function toCount(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 0 to 99.');
  return Number(text);
}

/** `data-cart=drawer`, once for each attribute. */
export function toAttributes(
  text: string,
  before: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> {
  const [, name, value = ''] = /^(data-[a-z][a-z0-9-]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (!name || name === 'data-pushcart')
    throw new InvalidArgumentError(
      'An attribute is data-name=value, such as data-cart=none. data-pushcart is our own.',
    );
  return new Map([...(before ?? []), [name, value]]);
}

export function toPage(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new InvalidArgumentError('A page is an address such as https://blog.example/post.');
  return url;
}

const isId = (text: string | undefined): text is string => text !== undefined && /^[1-9]\d{0,9}$/.test(text);

export function toProductId(text: string): number {
  if (!isId(text)) throw new InvalidArgumentError('A product is the number that the store has for it.');
  return Number(text);
}

export function toChoice(
  text: string,
  before: NonNullable<ProbeCommand['option']> = [],
): NonNullable<ProbeCommand['option']> {
  const [setId, optionId, ...rest] = text.split(':');
  if (!isId(setId) || !isId(optionId) || rest.length > 0)
    throw new InvalidArgumentError('A choice is the numbers of a set and of an option, such as 83:421.');
  return [...before, {setId: Number(setId), optionId: Number(optionId)}];
}

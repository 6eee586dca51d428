/** A small part of `npm run fuzz`, and the proof that it would notice. */
import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createRecords} from '../../src/proxy/records.js';
import {systemClock} from '../../src/threedcart/index.js';
import {storeKeys} from '../helpers/environment.js';
import {fuzz, report, type FuzzOptions} from './fuzz.js';
import type {Answered} from './judge.js';
import {shopperCanary} from './requests.js';
import {storeCanary, strikes, type StrikeName} from './weather.js';

const requests = 2000;

describe('requests that nobody should send', () => {
  it('are refused in our own words, and never fail, while the store is well', async () => {
    const tally = await fuzz({requests});
    console.log(report(tally));
    assert.ok(tally.requests >= requests);
    assert.ok(tally.taken.all >= 0.3, 'too few get past validation to show anything');
    assert.ok(tally.taken.carts >= 0.3, 'too few carts get past validation to show anything');
    for (const kind of ['POST /v1/cart 200', 'POST /v1/cart 400', 'POST /v1/cart 403', 'POST /v1/cart 413'])
      assert.ok(tally.answers.get(kind), kind);
    for (const kind of [
      'GET /v1/products 200',
      'GET /v1/products 400',
      'GET /buy/… 200',
      'POST /buy/… 303',
      'POST /buy/… 422',
      'POST /buy/… 403',
      'OPTIONS /v1/cart 204',
    ])
      assert.ok(tally.answers.get(kind), kind);
  });

  it('meet the designed failures alone, while the store fails at random', async () => {
    const tally = await fuzz({requests, isStoreFailing: true});
    console.log(report(tally));
    for (const name of Object.keys(strikes) as StrikeName[]) assert.ok(tally.strikes.get(name), name);
    for (const status of [502, 503]) assert.ok(tally.answers.get(`POST /v1/cart ${status}`), String(status));
  });
});

describe('the same requests would notice', () => {
  const spoil =
    (change: (answered: Answered) => Partial<Answered>): NonNullable<FuzzOptions['spoil']> =>
    (shot, answered) =>
      answered.status === 200 && shot.path.startsWith('/v1/cart') ? {...answered, ...change(answered)} : answered;
  const withHeader = (name: string, value: string) =>
    spoil(({headers}) => ({headers: new Headers([...headers, [name, value]])}));
  const withText = (words: string) =>
    spoil(({text}) => ({text: text.replace('"currency"', `"x":"${words}","currency"`)}));
  const records = createRecords(systemClock);
  const html = {'access-control-allow-origin': '*', 'content-type': 'text/html'};

  const defects: Record<string, [Omit<FuzzOptions, 'requests'>, RegExp]> = {
    'a throw': [
      {deps: {records: {...records, put: () => Promise.reject(new Error('broken'))}}},
      /500 though the store is well/,
    ],
    'a throw for one file': [
      {
        deps: {
          assets: (path) => (path.includes('none') ? Promise.reject(new Error('broken')) : Promise.resolve(undefined)),
        },
      },
      /500 is a failure of our own/,
    ],
    'a throw while the store fails': [
      {isStoreFailing: true, deps: {records: {...records, get: () => Promise.reject(new Error('broken'))}}},
      /500 is a failure of our own/,
    ],
    'a stack': [{spoil: withText('at visit (/srv/proxy.js:7:1)')}, /it shows the inside/],
    'a page of the server instead of a problem': [
      {
        spoil: (_, answered) =>
          answered.status === 400 ? {...answered, text: '<h1>Bad Request</h1>', headers: new Headers(html)} : answered,
      },
      /it is text\/html/,
    ],
    'a problem that nobody knows': [
      {spoil: (_, answered) => ({...answered, text: answered.text.replace('not_found', 'not_there')})},
      /it is no problem of ours/,
    ],
    'the words of the store': [{spoil: withText(storeCanary.split('\\')[0] ?? '')}, /it has the words of the store/],
    'a field that no page may have': [{spoil: withText('","Cost":"1')}, /field Cost/],
    "the store's keys in a header": [{spoil: withHeader('x-key', storeKeys.token)}, /token in it/],
    "a shopper's address": [{spoil: withText(shopperCanary)}, /shopper's address in it/],
    'two lines of one id': [
      {
        spoil: spoil(({text}) => ({text: text.replace(/"lines":\[(\{.*?\})(?=,\{|\],"subtotal)/s, '"lines":[$1,$1')})),
      },
      /two of its lines have one id/,
    ],
    'an answer after more than five seconds': [{spoil: spoil(() => ({ms: 5001}))}, /it took 5001 ms/],
    'an answer that no page can read': [{spoil: spoil(() => ({headers: new Headers()}))}, /a page cannot read it/],
    'a cookie': [{spoil: withHeader('set-cookie', 'a=b')}, /it sets a cookie/],
  };
  for (const [what, [options, sentence]] of Object.entries(defects)) {
    it(what, async () => {
      await assert.rejects(fuzz({requests: 500, isShrinking: false, ...options}), sentence);
    });
  }
});

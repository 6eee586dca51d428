import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Problem, problemStatus} from '../../../src/contract/problem.js';
import {CartAnswer, CartRequest, lineProblemCodes, Product} from '../../../src/contract/wire.js';

const wished = {id: 'a', catalogId: 510, quantity: 2.5, options: [{setId: 81, optionId: 402, text: 'x'}]};

describe('the wire format', () => {
  it('has the documented statuses for the documented codes, and no other', () => {
    assert.deepEqual(problemStatus, {
      invalid_request: 400,
      origin_not_allowed: 403,
      not_found: 404,
      too_large: 413,
      rate_limited: 429,
      internal: 500,
      store_refused: 502,
      store_misconfigured: 502,
      store_unavailable: 503,
    });
    assert.equal(Problem.safeParse({type: 'about:blank', title: 't', status: 400, code: 'other'}).success, false);
  });

  it('has the documented problems of a line', () => {
    assert.deepEqual([...lineProblemCodes].sort(), [
      'option_invalid',
      'option_required',
      'out_of_stock',
      'quantity_adjusted',
      'quantity_invalid',
      'refused',
      'text_invalid',
      'unavailable',
    ]);
  });

  it('takes a wished line, and a line that the store made', () => {
    const request = {
      intent: 'sync',
      key: 'A'.repeat(22),
      rev: 3,
      cart: 'token',
      lines: [wished, {id: 'store-90212', quantity: 1}],
    };
    assert.deepEqual(CartRequest.parse(request), request);
    assert.equal(CartRequest.safeParse({...request, lines: [{id: 'x-90212', quantity: 1}]}).success, false);
  });

  it('knows a quantity of three decimals from one of four', () => {
    const takes = (quantity: number) => CartRequest.safeParse({intent: 'sync', lines: [{...wished, quantity}]}).success;
    for (const quantity of [0.001, 0.1 + 0.2, 1.1, 2.675, 99_998.999, 99_999])
      assert.ok(takes(quantity), String(quantity));
    for (const quantity of [0.0001, 1.0005, 99_999.001, Infinity, NaN, 0, -0.001])
      assert.ok(!takes(quantity), String(quantity));
  });

  it('has texts of 500 characters, counted as a browser and the store count them', () => {
    const takes = (text: string) =>
      CartRequest.safeParse({intent: 'sync', lines: [{...wished, options: [{setId: 81, optionId: 402, text}]}]})
        .success;
    assert.ok(takes('x'.repeat(500)));
    assert.ok(!takes('x'.repeat(501)));
    assert.ok(takes('😀'.repeat(250)));
    assert.ok(!takes(`${'😀'.repeat(250)}x`));
    assert.ok(takes('e\u0301'.repeat(250)));
  });

  it('has lines and choices up to their limits, and no id twice', () => {
    const takes = (lines: unknown[]) => CartRequest.safeParse({intent: 'sync', lines}).success;
    const many = (count: number) => Array.from({length: count}, (_, index) => ({...wished, id: `line-${index}`}));
    assert.ok(takes(many(50)));
    assert.ok(!takes(many(51)));
    const choices = (count: number) => [{...wished, options: Array.from({length: count}, () => wished.options[0])}];
    assert.ok(takes(choices(20)));
    assert.ok(!takes(choices(21)));
    assert.ok(!takes([wished, {...wished, catalogId: 511}]));
    assert.ok(
      !takes([
        {...wished, id: 'store-1'},
        {id: 'store-1', quantity: 1},
      ]),
    );
  });

  it("has nothing in a shopper's address that would become markup, or a line of its own, for the merchant", () => {
    const takes = (firstName: string) =>
      CartRequest.safeParse({intent: 'read', shopper: {billing: {firstName}}}).success;
    for (const name of ['Ana', "O'Neil & Söhne", 'I <3 you', 'שרה', 'x'.repeat(100)]) assert.ok(takes(name), name);
    for (const name of ['<b>Ana', '&lt;script&gt;', '＜script', 'x'.repeat(101)]) assert.ok(!takes(name), name);
    for (const end of ['\r\n', '\n', '\r', '\u0000', '\u0085', '\u2028', '\u2029', '\ud800'])
      assert.ok(!takes(`a@example.com${end}Bcc: all@example.com`), JSON.stringify(end));
  });

  it('drops what it does not know', () => {
    assert.deepEqual(CartRequest.parse({intent: 'read', lines: [], admin: true}), {intent: 'read', lines: []});
  });

  it('has money only in whole minor units', () => {
    const answer = {status: 'synced', lines: [], subtotal: 100, currency: 'USD', decimals: 2};
    assert.ok(CartAnswer.safeParse(answer).success);
    assert.ok(!CartAnswer.safeParse({...answer, subtotal: 1.5}).success);
    assert.ok(!CartAnswer.safeParse({...answer, subtotal: NaN}).success);
    assert.ok(!Product.shape.price.safeParse(24.5).success);
  });
});

/** Requests that nobody should send, made from those that everybody sends. */
import fc from 'fast-check';
import {limits} from '../../src/contract/wire.js';
import {catalogue} from '../../src/sandbox/index.js';
import {pageOrigin} from '../helpers/environment.js';

/** Said by the shopper of a valid request; it may be in no answer and no log. */
export const shopperCanary = 'canary-of-a-shopper@example.com';

/** What a session can fill in only when it gets there. */
export interface Memory {
  /** Tokens that were answered so far, the newest last. */
  readonly tokens: readonly string[];
  /** The hidden fields of pages without a script, the newest last. */
  readonly forms: readonly {readonly path: string; readonly fields: string}[];
}

/** A request as it goes out. */
export interface Shot {
  readonly method: string;
  /** What follows the host, as it is. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
  readonly address: string;
}

type Json = null | boolean | number | string | Json[] | {[name: string]: Json};

const oddTexts = [
  ...['', ' ', 'NaN', 'Infinity', '-1', '1e400', '0x10', '1,5', '510', 'null', '[object Object]', '${7*7}', '%00'],
  ...[
    '\u0000',
    '\ud800',
    '\udc00x',
    '\u202eabc',
    '\u200b',
    '\ufeff',
    '\u2028',
    'é',
    'e\u0301',
    '\u{1f469}\u200d\u{1f680}',
  ],
  ...[
    'עברית',
    '<script>alert(1)</script>',
    '</td>',
    '&lt;b&gt;',
    '<3',
    'a < b',
    "' OR 1=1 --",
    '__proto__',
    'constructor',
  ],
  ...[
    'x'.repeat(40),
    'x'.repeat(41),
    'x'.repeat(64),
    'x'.repeat(65),
    'x'.repeat(500),
    'x'.repeat(501),
    '\u{1f600}'.repeat(250),
  ],
  ...['x'.repeat(20_000), 'store-1', 'store-90211'],
];
const oddNumbers = [
  ...[
    0,
    -0,
    -1,
    0.001,
    0.0001,
    0.1 + 0.2,
    1.0005,
    2.675,
    1e-9,
    1e308,
    -1e308,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
  ],
  ...[99_999, 99_999.001, 100_000],
];
const oddNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  'toJSON',
  '',
  '0',
  'lines',
];

const text = fc.oneof(fc.constantFrom(...oddTexts), fc.string({unit: 'binary', maxLength: 30}));
const deepList = fc.constantFrom(3, 100, 1000).map((depth) => {
  let value: Json = [];
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
});
const oddValue: fc.Arbitrary<Json> = fc.oneof(
  {weight: 3, arbitrary: text},
  {weight: 3, arbitrary: fc.constantFrom(...oddNumbers)},
  {weight: 2, arbitrary: fc.constantFrom<Json>(null, true, false, [], {}, [[]], [null], {id: 'a'})},
  {weight: 1, arbitrary: deepList},
);

// What a page would send.

const option = (setId: number, optionId: number, words?: string): Json => ({
  setId,
  optionId,
  ...(words === undefined ? {} : {text: words}),
});
/** Anything that the store sells, with choices that may be right. */
const ware = fc
  .tuple(fc.constantFrom(...catalogue), fc.array(fc.nat(7), {minLength: 6, maxLength: 6}), text)
  .map(([{catalogId, optionSets}, picks, words]) => ({
    catalogId,
    options: optionSets.flatMap((set, index): Json[] => {
      const chosen = set.options[picks[index] ?? 0];
      if (!chosen) return [];
      return [option(set.optionSetId, chosen.optionId, set.type === 'Text' ? words.slice(0, 500) : undefined)];
    }),
  }));
const goods: fc.Arbitrary<{[name: string]: Json}> = fc.oneof(
  {weight: 6, arbitrary: ware},
  {weight: 4, arbitrary: fc.constantFrom(511, 514, 515, 516, 517).map((catalogId) => ({catalogId}))},
  {weight: 2, arbitrary: text.map((words) => ({catalogId: 512, options: [option(90, 500, words.slice(0, 500))]}))},
  {weight: 1, arbitrary: fc.constantFrom(999_999, 2 ** 31, 2 ** 53 - 1).map((catalogId) => ({catalogId}))},
);
const line = fc
  .tuple(goods, fc.constantFrom(1, 2, 3, 4, 6, 0.5, 1.1, 99_999, 0.001))
  .map(([what, quantity]) => ({...what, quantity}));
const lines: fc.Arbitrary<Json[]> = fc
  .oneof(
    {weight: 12, arbitrary: fc.array(line, {maxLength: 4})},
    {weight: 1, arbitrary: fc.array(line, {minLength: 49, maxLength: 51})},
  )
  .map((all) => all.map((one, index): Json => ({id: `line-${index}`, ...one})));

const tokens = ['none', 'newest', 'oldest', 'cut', 'turned', 'made-up', 'empty'] as const;
const cartBody = fc.record({
  key: fc.constantFrom(undefined, 'AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBB'),
  rev: fc.constantFrom(undefined, 0, 1, 2, 7, Number.MAX_SAFE_INTEGER),
  token: fc.oneof(fc.constantFrom('none' as const, 'newest' as const), fc.constantFrom(...tokens)),
  intent: fc.constantFrom('read', 'sync', 'sync', 'checkout', 'checkout', 'discard'),
  lines,
  storeMade: fc.boolean(),
  shopper: fc.boolean(),
});

function toToken(kind: (typeof tokens)[number], known: readonly string[]): string | undefined {
  const newest = known.at(-1);
  switch (kind) {
    case 'none':
      return undefined;
    case 'newest':
      return newest;
    case 'oldest':
      return known[0];
    case 'cut':
      return newest?.slice(0, -7);
    case 'turned':
      return newest?.replace(/.(?=.{40}$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    case 'made-up':
      return 'eyJhbGciOiJub25lIn0..AAAA.AAAA.AAAA';
    case 'empty':
      return '';
  }
}

// What becomes of it: first the value, then its text, then its bytes.

type Twist = (value: Json) => Json;

/** Everything in a value that can be replaced. */
function placesIn(value: Json, place: (changed: Json | undefined) => void): ((changed: Json | undefined) => void)[] {
  const below =
    typeof value === 'object' && value !== null
      ? Object.keys(value).flatMap((name) =>
          placesIn((value as {[name: string]: Json})[name] ?? null, (changed) => {
            if (changed !== undefined)
              Object.defineProperty(value, name, {value: changed, enumerable: true, configurable: true});
            else if (Array.isArray(value)) value.splice(Number(name), 1);
            else Reflect.deleteProperty(value, name);
          }),
        )
      : [];
  return [place, ...below];
}

function changeOne(value: Json, at: number, changed: Json | undefined): Json {
  const root = {value: structuredClone(value)};
  const places = placesIn(root.value, (whole) => void (root.value = whole ?? null));
  places[at % places.length]?.(changed);
  return root.value;
}

const twist: fc.Arbitrary<Twist> = fc.oneof(
  fc.tuple(fc.nat(200), oddValue).map(
    ([at, odd]): Twist =>
      (value) =>
        changeOne(value, at, odd),
  ),
  fc.nat({max: 200}).map(
    (at): Twist =>
      (value) =>
        changeOne(value, at + 1, undefined),
  ),
  fc.tuple(fc.constantFrom(...oddNames), oddValue).map(([name, odd]): Twist => (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const whole = structuredClone(value);
    Object.defineProperty(whole, name, {value: odd, enumerable: true, configurable: true});
    return whole;
  }),
  fc.constant<Twist>((value) => {
    const whole = structuredClone(value);
    if (typeof whole === 'object' && whole !== null && !Array.isArray(whole) && Array.isArray(whole.lines))
      whole.lines.push(...whole.lines.map((one) => structuredClone(one)));
    return whole;
  }),
);

type Respell = (json: string) => string;

const respell: fc.Arbitrary<Respell> = fc.oneof(
  fc.double({min: 0, max: 1, noNaN: true}).map(
    (share): Respell =>
      (json) =>
        json.slice(0, Math.floor(json.length * share)),
  ),
  fc.tuple(fc.nat(400), text).map(
    ([at, odd]): Respell =>
      (json) =>
        json.slice(0, at) + odd + json.slice(at),
  ),
  // A name that is there twice: the last one counts.
  fc.constantFrom('"intent":"buy"', '"lines":[{}]', '"rev":-1', '"__proto__":{"intent":"read"}', '"cart":7').map(
    (twice): Respell =>
      (json) =>
        json.replace(/^\{/, `{${twice},`),
  ),
  fc
    .tuple(
      fc.nat(30),
      fc.constantFrom('1e400', '-1e400', '01', '1.', '.5', '+1', 'NaN', '-0', '1e-400', '0.1e1', '9'.repeat(400)),
    )
    .map(([at, number]): Respell => (json) => {
      let seen = 0;
      return json.replace(/-?\d[\d.eE+-]*/g, (old) => (seen++ === at ? number : old));
    }),
  fc.constantFrom(-1, 0, 1).map(
    (more): Respell =>
      (json) =>
        json + ' '.repeat(Math.max(0, limits.bodyBytes + more - new TextEncoder().encode(json).length)),
  ),
  fc.constantFrom<Respell>(
    (json) => `\ufeff${json}`,
    (json) => json + json,
    (json) => JSON.stringify(json),
    (json) => `[${json}]`,
    () => '',
    () => '['.repeat(60_000),
  ),
);

type Recode = (json: string) => Uint8Array<ArrayBuffer>;
const toUtf8: Recode = (json) => new TextEncoder().encode(json);
const recode: fc.Arbitrary<Recode> = fc.oneof(
  fc.constantFrom<Recode>(
    (json) => Uint8Array.from(json, (letter) => letter.charCodeAt(0)),
    (json) => Uint8Array.from(json, (letter) => letter.charCodeAt(0)).reverse(),
    (json) => Uint8Array.from(Array.from(json, (letter) => [letter.charCodeAt(0), 0]).flat()),
  ),
  fc.tuple(fc.nat(2000), fc.constantFrom(0x00, 0x80, 0xc0, 0xed, 0xfe, 0xff)).map(([at, byte]): Recode => (json) => {
    const bytes = toUtf8(json);
    if (bytes.length > 0) bytes[at % bytes.length] = byte;
    return bytes;
  }),
);

/** Mostly nothing, else one or two. */
const some = <T>(of: fc.Arbitrary<T>, weight: number): fc.Arbitrary<T[]> =>
  fc.oneof(
    {weight, arbitrary: fc.constant<T[]>([])},
    {weight: 1, arbitrary: fc.array(of, {minLength: 1, maxLength: 2})},
  );

// Headers, methods and addresses.

const latin = fc.string({
  unit: fc.integer({min: 0x20, max: 0xff}).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const oddHeader = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      ...['content-type', 'origin', 'accept', 'accept-encoding', 'if-none-match', 'x-forwarded-for', 'range', 'cookie'],
      ...[
        'authorization',
        'referer',
        'content-encoding',
        'x-http-method-override',
        'if-modified-since',
        'forwarded',
        'x-y',
      ],
    ),
    fc.oneof(
      latin,
      fc.constantFrom(
        ...[
          'application/json',
          'text/plain; charset=utf-16',
          'multipart/form-data; boundary=x',
          'text/html',
          ';',
          ',',
          '*',
        ],
        ...[
          '*/*',
          'text/html,*/*',
          'null',
          'https://evil.example',
          `${pageOrigin}.evil.example`,
          `${pageOrigin}/`,
          'gzip',
        ],
        ...['br;q=0', 'W/"abc"', '"abc"', '::1', '127.0.0.1, , 10.0.0.1', 'x'.repeat(9000), 'bytes=0-1'],
      ),
    ),
  ),
  fc.constantFrom<[string, string]>(['content-type', 'application/json'], ['accept', 'text/html']),
);
const origin = fc.oneof(
  {weight: 12, arbitrary: fc.constantFrom(pageOrigin, pageOrigin, 'https://cart.example')},
  {weight: 1, arbitrary: fc.constantFrom(undefined, 'null', 'https://evil.example', '', 'https://blog.example:443')},
);
const oddQuery = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      '&',
      '=',
      '&&&',
      'ids',
      'ids=',
      'ids[]=510',
      'ids=510&ids=511',
      '%',
      '%zz',
      '%00',
      '%ff%fe',
      '+',
      '__proto__=1',
    ],
    ...[
      'constructor=1',
      'q',
      'q=%',
      'limit=1e1',
      'qty=2',
      'qty=-1',
      'option=81:402&option=82:412',
      'option=81',
      'option=::',
    ],
    ...[
      'then=checkout',
      'option=90:500:%3Cb%3E',
      `q=${'x'.repeat(201)}`,
      `ids=${'9'.repeat(9000)}`,
      '#x',
      '?',
      ';ids=1',
    ],
  ),
  fc.string({unit: 'grapheme', maxLength: 20}).map((words) => `q=${encodeWell(words)}`),
  latin,
);
const encodeWell = (words: string): string => encodeURIComponent(words.replace(/\p{Cs}/gu, '\ufffd'));

const productsPath = fc.oneof(
  fc
    .array(fc.constantFrom(510, 511, 512, 520, 999_999, 123_456_789, 7), {minLength: 1, maxLength: 8})
    .map((ids) => `/v1/products?ids=${ids.join()}`),
  fc
    .tuple(
      fc.oneof(fc.constantFrom('tee', 'river', 'mug-harb', '', 'o', '.*', '%'), text),
      fc.constantFrom('', '&limit=3', '&limit=50'),
    )
    .map(([words, limit]) => `/v1/products?q=${encodeWell(words.slice(0, 150))}${limit}`),
  fc
    .constantFrom('0', '-1', '1e3', '510,', ',', '510;511', '9'.repeat(20), '%35%31%30', '510,510')
    .map((ids) => `/v1/products?ids=${ids}`),
);
const buyPath = fc
  .tuple(
    fc.constantFrom(
      ...[
        '510',
        '511',
        '512',
        '513',
        '514',
        '520',
        '999999',
        '0',
        '00510',
        '9'.repeat(9),
        '9'.repeat(10),
        '9'.repeat(400),
        '-1',
        '5e2',
        '%35',
        'x',
        '',
      ],
    ),
    fc.constantFrom('', '', '', '/', '//', '/x', '.html'),
    oddQuery,
  )
  .map(([id, tail, query]) => `/buy/${id}${tail}${query ? `?${query}` : ''}`);
const filePath = fc.constantFrom(
  ...[
    '/pushcart.js',
    '/pushcart.js',
    '/pushcart.js?t=1',
    '/assets/cart-Bx3f.js',
    '/assets/cart-Bx3f.js',
    '/assets/',
    '/assets',
  ],
  ...[
    '/assets/none-1.js',
    '/assets/%2e%2e/package.json',
    '/assets/..%5c..%5cx.js',
    '/assets/%00',
    '/assets/cart-Bx3f.js/',
    '/assets/a/b.js',
  ],
);
const otherPath = fc.oneof(
  fc.constantFrom(
    ...[
      '/healthz',
      '/readyz',
      '/v1/openapi.json',
      '/metrics',
      '/healthz',
      '/readyz',
      '/v1/openapi.json',
      '/studio',
      '/hooks/x',
      '/',
    ],
    ...[
      '/v1',
      '/v1/',
      '/v1/cart/x',
      '/v1/%zz',
      '/%',
      '//evil.example/',
      '/V1/cart',
      '/v1/cart%2f',
      '/.env',
      '/__proto__',
      '/v2/cart',
    ],
  ),
  latin.map((tail) => `/${tail}`),
);

const address = fc.constantFrom('192.0.2.7', '192.0.2.8', '2001:db8::1', '::ffff:192.0.2.9', 'fe80::1%eth0', '');
/** A host may refuse a method itself, before any handler hears of it. */
function isFormable(method: string): boolean {
  try {
    return new Request('https://cart.example/', {method}).method !== '';
  } catch {
    return false;
  }
}
const methods = ['OPTIONS', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'POST', 'GET', 'PROPFIND', 'foo'].filter(isFormable);
const method = (usual: string) =>
  fc.oneof({weight: 12, arbitrary: fc.constant(usual)}, {weight: 1, arbitrary: fc.constantFrom(...methods)});

/** Builds a request of what the session knows by then. */
export type Aim = (memory: Memory) => Shot;

const cart: fc.Arbitrary<Aim> = fc
  .record({
    base: cartBody,
    twists: some(twist, 1),
    respellings: some(respell, 6),
    recodings: some(recode, 15),
    origin,
    headers: some(oddHeader, 8),
    method: method('POST'),
    query: fc.oneof({weight: 12, arbitrary: fc.constant('')}, {weight: 1, arbitrary: oddQuery}),
    address,
  })
  .map((all): Aim => (memory) => {
    const {base} = all;
    const token = toToken(base.token, memory.tokens);
    const whole: Json = {
      intent: base.intent,
      lines: [...base.lines, ...(base.storeMade ? [{id: 'store-90212', quantity: 1}] : [])],
      ...(base.key === undefined ? {} : {key: base.key}),
      ...(base.rev === undefined ? {} : {rev: base.rev}),
      ...(token === undefined ? {} : {cart: token}),
      ...(base.shopper ? {shopper: {billing: {firstName: 'Ana', email: shopperCanary}}} : {}),
    };
    const json = all.respellings.reduce<string>(
      (so, change) => change(so),
      JSON.stringify(all.twists.reduce<Json>((so, change) => change(so), whole)),
    );
    const bytes = (all.recodings[0] ?? toUtf8)(json);
    return {
      method: all.method,
      path: `/v1/cart${all.query ? `?${all.query}` : ''}`,
      headers: toHeaders({'content-type': 'text/plain;charset=UTF-8', origin: all.origin}, all.headers),
      body: all.method === 'GET' || all.method === 'HEAD' ? undefined : bytes,
      address: all.address,
    };
  });

/** Forms of pages without a script: what a shopper fills in, and what nobody would. */
const field = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['qty=1', 'qty=2', 's81=402', 's82=412', 's90=For Ana', 's83=421', 's86=452', 's87=461', 's94=Ana'],
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('qty', 's90', 's81', 's93', 'key', 'seen', '__proto__', 'x'), text)
      .map(([name, value]) => `${name}=${encodeURIComponent(value.replace(/\p{Cs}/gu, ''))}`),
  },
  {weight: 1, arbitrary: fc.constantFrom('%', '&', '=', 's81=%ff', 'qty=%zz', 'qty=1&qty=2', 's90=%EF%BF%BD')},
);
const form: fc.Arbitrary<Aim> = fc
  .record({
    id: fc.constantFrom(510, 511, 511, 511, 511, 512, 513, 519, 520, 525, 526, 529, 999_999),
    fields: fc.array(field, {maxLength: 6}),
    origin: fc.oneof(
      {weight: 8, arbitrary: fc.constant('https://cart.example')},
      {weight: 1, arbitrary: fc.constantFrom(undefined, pageOrigin, 'null', 'https://evil.example')},
    ),
    isKnown: fc.oneof({weight: 5, arbitrary: fc.constant(true)}, {weight: 1, arbitrary: fc.constant(false)}),
    headers: some(oddHeader, 8),
    address,
  })
  .map((all): Aim => ({forms}) => ({
    method: 'POST',
    path: `/buy/${all.id}`,
    headers: toHeaders({'content-type': 'application/x-www-form-urlencoded', origin: all.origin}, all.headers),
    body: toUtf8(
      [
        ...all.fields,
        'qty=1',
        ...(all.isKnown ? forms.filter(({path}) => path === `/buy/${all.id}`).slice(-1) : []).map(({fields}) => fields),
      ].join('&'),
    ),
    address: all.address,
  }));

const plain = (paths: fc.Arbitrary<string>, usual: fc.Arbitrary<string>): fc.Arbitrary<Aim> =>
  fc
    .record({
      path: paths,
      method: usual,
      query: some(oddQuery, 8),
      headers: some(oddHeader, 4),
      origin: fc.constantFrom(undefined, pageOrigin, 'https://any.example'),
      body: fc.oneof({weight: 4, arbitrary: fc.constant('')}, {weight: 1, arbitrary: text}),
      address,
    })
    .map((all): Aim => () => ({
      method: all.method,
      path:
        all.path +
        all.query.map((one, index) => (index === 0 && !all.path.includes('?') ? `?${one}` : `&${one}`)).join(''),
      headers: toHeaders({origin: all.origin}, all.headers),
      body: all.method === 'GET' || all.method === 'HEAD' ? undefined : new TextEncoder().encode(all.body),
      address: all.address,
    }));

function toHeaders(
  usual: Record<string, string | undefined>,
  odd: readonly (readonly [string, string])[],
): Record<string, string> {
  const all = Object.entries(usual).filter((pair): pair is [string, string] => pair[1] !== undefined);
  // What no header can hold would not get as far as the proxy.
  return Object.fromEntries([...all, ...odd].map(([name, value]) => [name, value.replace(/[\x7f]/g, '').trim()]));
}

/** Any request at all. */
export const aim: fc.Arbitrary<Aim> = fc.oneof(
  {weight: 10, arbitrary: cart},
  {weight: 4, arbitrary: plain(productsPath, method('GET'))},
  {weight: 2, arbitrary: form},
  {weight: 2, arbitrary: plain(buyPath, fc.oneof(method('GET'), method('POST')))},
  {weight: 2, arbitrary: plain(filePath, method('GET'))},
  {weight: 2, arbitrary: plain(otherPath, method('GET'))},
  {
    weight: 1,
    arbitrary: plain(fc.constantFrom('/v1/cart', '/v1/products', '/v1/x', '/buy/510', '/'), fc.constant('OPTIONS')),
  },
);

import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isAllowedOrigin, parseOriginPattern} from '../../../src/proxy/origins.js';

const allows = (patterns: string, origin: string): boolean =>
  isAllowedOrigin(origin, patterns.split(',').map(parseOriginPattern));

describe('a page may use the shop', () => {
  const yes: [string, string][] = [
    ['https://blog.example', 'https://blog.example'],
    ['https://BLOG.example', 'https://blog.example'],
    ['https://blog.example:443', 'https://blog.example'],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://*.example.com', 'https://a.example.com'],
    ['https://*.example.com', 'https://b.a.example.com'],
    ['https://*.example.com:8443', 'https://a.example.com:8443'],
    ['https://one.example,https://two.example', 'https://two.example'],
  ];
  for (const [patterns, origin] of yes)
    it(`at ${origin} where ${patterns} is listed`, () => assert.ok(allows(patterns, origin)));
});

describe('a page may not use the shop', () => {
  const no: [string, string][] = [
    ['https://*.example.com', 'https://evil-example.com'],
    ['https://*.example.com', 'https://evilexample.com'],
    ['https://*.example.com', 'https://example.com'],
    ['https://*.example.com', 'https://a.example.com.evil.example'],
    ['https://*.example.com', 'https://a.example.com:8443'],
    ['https://*.example.com', 'http://a.example.com'],
    ['https://*.example.com', 'https://a.example.com/'],
    ['https://*.example.com', 'https://u@a.example.com'],
    ['https://*.example.com', 'https://A.example.com'],
    ['https://*.example.com', 'https://.example.com'],
    ['https://blog.example', 'http://blog.example'],
    ['https://blog.example', 'https://blog.example:8443'],
    ['https://blog.example', 'https://blog.example.evil.example'],
    ['https://blog.example', 'https://blog.example/'],
    ['https://blog.example', 'https://sub.blog.example'],
    ['https://blog.example', 'null'],
    ['https://blog.example', ''],
    ['https://blog.example', '*'],
    ['https://blog.example', 'blog.example'],
    ['https://blog.example', 'https://blog.example, https://evil.example'],
  ];
  for (const [patterns, origin] of no)
    it(`at ${origin || 'nowhere'} where ${patterns} is listed`, () => assert.ok(!allows(patterns, origin)));
});

/** The API described for tools, generated from the very schemas that validate it. */
import {z} from 'zod';
import {Problem, problemStatus} from '../contract/problem.js';
import {CartAnswer, CartRequest, ProductsAnswer} from '../contract/wire.js';

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const {$schema: _, ...rest} = z.toJSONSchema(schema, {io, unrepresentable: 'any'});
  return rest;
};
const problems = {
  description: `A problem: ${Object.entries(problemStatus)
    .map(([code, status]) => `${code} (${status})`)
    .join(', ')}`,
  content: {'application/problem+json': {schema: {$ref: '#/components/schemas/Problem'}}},
};
const ok = (name: string) => ({
  description: 'OK',
  content: {'application/json': {schema: {$ref: `#/components/schemas/${name}`}}},
});
const query = (name: string, description: string, schema: object) => ({name, in: 'query', description, schema});

export function describeApi(publicUrl: string, version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pushcart',
      version,
      description: 'What a page asks of its cart proxy. Money is in integer minor units.',
    },
    servers: [{url: publicUrl}],
    paths: {
      '/v1/products': {
        get: {
          summary: 'Products by id, or by words of name and SKU',
          parameters: [
            query('ids', 'Up to 50 ids, comma-separated', {type: 'string', pattern: '^\\d+(,\\d+)*$'}),
            query('q', 'Words that name or SKU must have', {type: 'string'}),
            query('limit', 'With q: most products answered', {type: 'integer', minimum: 1, maximum: 50, default: 20}),
          ],
          responses: {200: ok('ProductsAnswer'), default: problems},
        },
      },
      '/v1/cart': {
        post: {
          summary: "Makes the store's cart equal to the lines, reads it, hands it over or forgets it",
          description: 'Needs an allowed Origin. Send it as text/plain to avoid a preflight.',
          requestBody: {
            required: true,
            content: Object.fromEntries(
              ['text/plain', 'application/json'].map((type) => [
                type,
                {schema: {$ref: '#/components/schemas/CartRequest'}},
              ]),
            ),
          },
          responses: {200: ok('CartAnswer'), default: problems},
        },
      },
      '/buy/{catalogId}': {
        get: {
          summary: "The product's page for readers without a script",
          parameters: [{name: 'catalogId', in: 'path', required: true, schema: {type: 'integer', minimum: 1}}],
          responses: {
            200: {description: 'HTML, as are its failures: the page sells by itself', content: {'text/html': {}}},
          },
        },
      },
    },
    components: {
      schemas: {
        CartRequest: schemaOf(CartRequest, 'input'),
        CartAnswer: schemaOf(CartAnswer, 'output'),
        ProductsAnswer: schemaOf(ProductsAnswer, 'output'),
        Problem: schemaOf(Problem, 'output'),
      },
    },
  };
}

/** A worker that runs the tests bundled with it, and answers an outcome a line. */
import {runTests} from './node-test.js';

export default {
  fetch(): Response {
    const {readable, writable} = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    void (async () => {
      for await (const outcome of runTests()) await writer.write(encoder.encode(`${JSON.stringify(outcome)}\n`));
      await writer.close();
    })();
    return new Response(readable);
  },
};

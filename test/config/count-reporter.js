/** Node's test reporter for people: what failed and why, and one line that counts. Plain JavaScript: it is loaded before any loader. */
export default async function* countReporter(events) {
  const count = {passed: 0, failed: 0, skipped: 0};
  for await (const {type, data} of events) {
    if (type === 'test:diagnostic' && data.level === 'error') yield `${data.message}\n`;
    // What a test says itself: a seed, a tally.
    if (type === 'test:stdout') yield data.message;
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isSuite = data.details.type === 'suite';
    if (type === 'test:fail') {
      const {error} = data.details;
      // A suite that failed because of a test in it has nothing to add to that.
      if (error.failureType === 'subtestsFailed') continue;
      count.failed += 1;
      yield `\n✗ ${data.name} (${data.file}:${data.line})\n${error.cause?.stack ?? error.cause ?? error.message}\n`;
    } else if (!isSuite) {
      if (data.skip === undefined) count.passed += 1;
      else count.skipped += 1;
    } else if (data.nesting === 0) yield `✓ ${data.name}\n`;
  }
  yield `\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`;
}

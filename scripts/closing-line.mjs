// A jest reporter: the last line of a run says what ran, in the plain form every CI reads.
// Printed when the process ends, because jest's own summary comes after every reporter; a run that breaks off says so.
import { appendFileSync } from 'node:fs';

export default class ClosingLine {
  #line = '0 passed, 1 failed, 0 skipped';

  onRunStart() {
    process.once('exit', () => process.stdout.write(`\n${this.#line}\n`));
  }

  onRunComplete(_contexts, results) {
    const skipped = results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    this.#line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
    // Whoever runs jest several times adds these up.
    const counts = process.env.COUNTS_FILE;
    if (counts) appendFileSync(counts, `${results.numPassedTests} ${failed} ${skipped}\n`);
  }
}

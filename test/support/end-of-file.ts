/** How long what a test file has closed may take to be gone. */
const graceMs = 15_000;

/**
 * Loaded before each test file (`node --import`). A file whose `before` failed half way may not have in hand what it has begun by then: a
 * browser, a server. That must not keep its process, and so the whole run, for ever. What is still open a while after the last
 * test is named, the file fails, and its process ends: children go with it.
 */
const endAfterTests = async (): Promise<void> => {
  const { after } = await import('node:test');
  after(() => {
    setTimeout(() => {
      const open = process.getActiveResourcesInfo().join(', ');
      process.stderr.write(`Its tests are over, and these are still open: ${open}\n`);
      process.exit(1);
    }, graceMs).unref();
  });
};

// What a test forks has this before it too; nothing of the test runner belongs there.
if (process.argv[1]?.endsWith('.test.ts')) await endAfterTests();

#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`obcms-deploy needs Node 24 or newer; this is ${process.version}.`);
  process.exitCode = 2;
} else {
  const { run } = await import('./terminal.js');
  await run(process.argv.slice(2));
}

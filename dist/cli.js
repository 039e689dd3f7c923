#!/usr/bin/env node
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(`obcms-deploy needs Node 24 or newer; this is ${process.version}.`);
  process.exitCode = 2;
} else {
  const heard = [];
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard.push(signal));
  const { run } = await import('./terminal.js');
  await run(process.argv.slice(2), heard);
}

const heard = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard.push(signal));
const { main } = await import('./index.js');
await main('migration-safety', heard);

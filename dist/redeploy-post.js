const heard = [];
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => heard.push(signal));
const { post } = await import('./index.js');
await post('redeploy', heard);

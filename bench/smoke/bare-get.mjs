// What Node itself takes for the requests of a task: its own client, eight at once over kept connections, nothing read but the status.
// node bare-get.mjs <origin> <path, "*" is the number> <amount>
const https = process.getBuiltinModule('node:https');
const AT_ONCE = 8;

const [, , origin, path, amount] = process.argv;
const agent = new https.Agent({ keepAlive: true, maxSockets: AT_ONCE });

function get(url) {
  return new Promise((resolve, reject) => {
    https
      .get(url, { agent }, answer => {
        if (answer.statusCode !== 200) reject(new Error(`${url} answered ${answer.statusCode}`));
        answer.resume().on('end', resolve);
      })
      .on('error', reject);
  });
}

let number = 0;
async function worker() {
  while (number < Number(amount)) {
    number += 1;
    await get(origin + path.replace('*', String(number)));
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, worker));
agent.destroy();

import { n as CoolifyClient, t as paced } from "./pace.js";
// src/actions/coolify-client.ts
function coolifyClient(address, token, authorities, world) {
	return new CoolifyClient({
		address,
		token,
		http: world.http({ authorities }),
		pace: paced(world.clock)
	});
}
export { coolifyClient };

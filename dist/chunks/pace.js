import { r as __exportAll } from "./rolldown-runtime.js";
import { t as Cancelled } from "./errors.js";
// src/coolify/pace.ts
var pace_exports = __exportAll({
	BURST: () => 40,
	CALLS_A_MINUTE: () => 160,
	paced: () => paced
});
const CALLS_A_MINUTE = 160;
const BURST = 40;
const EVERY = 500;
function paced(clock) {
	return new TokenBucket(clock);
}
var TokenBucket = class {
	#clock;
	#urgent = [];
	#ordinary = [];
	#calls = 40;
	#filledAt;
	#pausedUntil = 0;
	#serving = false;
	constructor(clock) {
		this.#clock = clock;
		this.#filledAt = clock.elapsed();
	}
	turn(signal, urgent = false) {
		return new Promise((resolve, reject) => {
			if (signal.aborted) return reject(new Cancelled());
			const line = urgent ? this.#urgent : this.#ordinary;
			const leave = () => {
				line.splice(line.indexOf(waiter), 1);
				reject(new Cancelled());
			};
			const waiter = { go: () => {
				signal.removeEventListener("abort", leave);
				resolve();
			} };
			signal.addEventListener("abort", leave, { once: true });
			line.push(waiter);
			this.#serve();
		});
	}
	pause(duration) {
		this.#pausedUntil = Math.max(this.#pausedUntil, this.#clock.elapsed() + duration);
	}
	async #serve() {
		if (this.#serving) return;
		this.#serving = true;
		const { signal } = new AbortController();
		while (this.#urgent.length + this.#ordinary.length > 0) {
			const wait = this.#untilNext();
			if (wait > 0) await this.#clock.sleep(wait, signal);
			else this.#letOneGo();
		}
		this.#serving = false;
	}
	#letOneGo() {
		this.#calls -= 1;
		(this.#urgent.shift() ?? this.#ordinary.shift())?.go();
	}
	#untilNext() {
		const now = this.#clock.elapsed();
		this.#calls = Math.min(40, this.#calls + (now - this.#filledAt) / EVERY);
		this.#filledAt = now;
		if (now < this.#pausedUntil) return this.#pausedUntil - now;
		return this.#calls >= 1 ? 0 : Math.ceil((1 - this.#calls) * EVERY);
	}
};
export { paced as n, pace_exports as t };

import { t as Cancelled } from "./errors.js";
import { createHistogram } from "node:perf_hooks";
// src/smoke/run/load.ts
const STATUS_CLASSES = [
	"1xx",
	"2xx",
	"3xx",
	"4xx",
	"5xx"
];
const MICROSECONDS = 1e3;
const LONGEST = 36e5 * MICROSECONDS;
const DIGITS = 3;
const BODIES = 67108864;
const LEAST_BODY = 262144;
const MOST_BODY = 4194304;
async function runLoad(plan, wire, clock, signal) {
	const planned = Math.max(1, Math.floor(plan.rate * plan.duration / 1e3));
	const tally = new Tally(plan);
	const started = clock.elapsed();
	const end = started + plan.duration;
	const dueAt = (turn) => started + turn * 1e3 / plan.rate;
	const maxBytes = Math.min(MOST_BODY, Math.max(LEAST_BODY, Math.floor(BODIES / plan.concurrency)));
	const over = new AbortController();
	const running = AbortSignal.any([signal, over.signal]);
	const request = {
		...plan.request,
		maxBytes,
		signal: running
	};
	let next = 0;
	let finished = started;
	const work = async () => {
		while (next < planned) {
			const turn = next++;
			const due = dueAt(turn);
			if (clock.elapsed() < due) await clock.sleep(due - clock.elapsed(), running);
			if (turn > 0 && clock.elapsed() >= end) {
				tally.unsent(end - due);
				continue;
			}
			const result = await wire.exchange(request);
			finished = clock.elapsed();
			tally.ended(result, finished - due);
		}
	};
	const workers = Array.from({ length: Math.min(plan.concurrency, planned) }, work);
	try {
		await Promise.all(workers);
	} catch (thrown) {
		over.abort();
		await Promise.allSettled(workers);
		if (signal.aborted) throw new Cancelled();
		throw thrown;
	}
	return tally.figures(planned, Math.max(plan.duration, finished - started));
}
var Tally = class {
	#times = createHistogram({
		lowest: 1,
		highest: LONGEST,
		figures: DIGITS
	});
	#answers = {
		"1xx": 0,
		"2xx": 0,
		"3xx": 0,
		"4xx": 0,
		"5xx": 0
	};
	#kinds = new Map();
	#requests = 0;
	#unsent = 0;
	#errors = 0;
	#longest = 0;
	#plan;
	constructor(plan) {
		this.#plan = plan;
	}
	ended(result, took) {
		this.#requests += 1;
		this.#time(took);
		if (result.ok) this.#answered(result.answer);
		else this.#wrong(result.failure.message);
	}
	unsent(waited) {
		this.#unsent += 1;
		this.#time(waited);
	}
	#answered({ status, damage, headers }) {
		const hundreds = STATUS_CLASSES[Math.floor(status / 100) - 1];
		if (hundreds !== void 0) this.#answers[hundreds] += 1;
		if (status >= 400 || hundreds === void 0) this.#wrong(`HTTP ${status}`);
		else if (damage !== void 0) this.#wrong(damage);
		else if (status >= 300 && this.#leadsToSignIn(headers["location"]?.[0])) this.#wrong(`HTTP ${status} to ${this.#plan.signInPath}, the sign-in page: the session was lost or never worked`);
	}
	#leadsToSignIn(location) {
		const { request, signInPath } = this.#plan;
		if (location === void 0 || signInPath === void 0) return false;
		const leads = URL.parse(location, request.url.href);
		return leads?.origin === request.url.origin && leads.pathname === signInPath;
	}
	#time(took) {
		this.#longest = Math.max(this.#longest, took);
		this.#times.record(Math.min(LONGEST, Math.max(1, Math.round(took * MICROSECONDS))));
	}
	#wrong(what) {
		this.#errors += 1;
		const key = this.#kinds.get(what) !== void 0 || this.#kinds.size < 7 ? what : "others";
		this.#kinds.set(key, (this.#kinds.get(key) ?? 0) + 1);
	}
	figures(planned, elapsed) {
		const at = (share) => Math.min(this.#longest, this.#times.percentile(share) / MICROSECONDS);
		const answered = Object.values(this.#answers).reduce((sum, count) => sum + count, 0);
		return {
			planned,
			requests: this.#requests,
			unsent: this.#unsent,
			answers: { ...this.#answers },
			errors: this.#errors,
			kinds: [...this.#kinds].map(([what, count]) => ({
				what,
				count
			})).sort((a, b) => b.count - a.count),
			p50: at(50),
			p95: at(95),
			p99: at(99),
			max: this.#longest,
			rate: elapsed === 0 ? 0 : answered * 1e3 / elapsed,
			elapsed
		};
	}
};
export { runLoad };

// src/smoke/run/load-limits.ts
const ENOUGH = .9;
const COMPARED = {
	"<": (actual, bound) => actual < bound,
	"<=": (actual, bound) => actual <= bound,
	">": (actual, bound) => actual > bound,
	">=": (actual, bound) => actual >= bound
};
function judgeLoad(limits, figures) {
	const breaches = limits.filter(({ measure, operator, bound }) => !COMPARED[operator](measured(measure, figures), bound)).map((limit) => breachOf(limit, figures));
	const limitedErrors = limits.some(({ measure }) => measure === "errors");
	const allWrong = figures.errors >= figures.requests && !limitedErrors ? [nothingWorked(figures)] : [];
	const shortfall = figures.requests < figures.planned * ENOUGH ? [tooFew(figures)] : [];
	return [
		...breaches,
		...allWrong,
		...shortfall
	];
}
function describeLoad(figures) {
	const { requests, rate, errors, unsent } = figures;
	const times = [
		"p50",
		"p95",
		"p99",
		"max"
	].map((measure) => `${measure} ${milliseconds(figures[measure])}`);
	const wrong = errors === 0 ? "no errors" : `${errors} ${errors === 1 ? "error" : "errors"} (${percent(errorShare(figures))})`;
	return [...[
		`${requests} requests`,
		`${rate.toFixed(1)}/s`,
		...times,
		wrong
	], ...unsent === 0 ? [] : [`${unsent} could not be sent in time`]].join(", ");
}
function measured(measure, figures) {
	return measure === "errors" ? errorShare(figures) : figures[measure];
}
function errorShare({ errors, requests }) {
	return requests === 0 ? 100 : errors * 100 / requests;
}
function breachOf(limit, figures) {
	const { measure, operator, bound } = limit;
	const value = measured(measure, figures);
	if (measure === "errors") {
		const count = `${figures.errors} of ${figures.requests} requests`;
		return {
			limit,
			expected: `errors ${operator} ${bound}%`,
			actual: `${percent(value)} (${count})`,
			hint: kindsOf(figures)
		};
	}
	const late = figures.unsent > 0 ? waiting(figures) : "";
	return {
		limit,
		expected: `${measure} ${operator} ${bound} ms`,
		actual: milliseconds(value, bound),
		hint: late
	};
}
function nothingWorked(figures) {
	return {
		limit: void 0,
		expected: "at least one request that works",
		actual: `${figures.errors} of ${figures.requests} requests ended in errors`,
		hint: kindsOf(figures)
	};
}
function tooFew(figures) {
	return {
		limit: void 0,
		expected: `${figures.planned} requests in the time given`,
		actual: `${figures.requests}; the limits were judged under a smaller load than the one asked for`,
		hint: waiting(figures)
	};
}
function waiting({ unsent }) {
	return `${unsent} requests were due and could not be sent, because all connections were still waiting for answers: the site is too slow for this rate, or \`concurrency\` is too small for it.`;
}
function kindsOf({ kinds }) {
	return kinds.map(({ what, count }) => `${count} x ${what}`).join("; ");
}
function milliseconds(value, bound) {
	const rounded = Math.round(value);
	return rounded === 0 || bound !== void 0 && Math.abs(value - bound) < 1 ? `${value.toFixed(2)} ms` : `${rounded} ms`;
}
function percent(value) {
	return `${Number(value.toFixed(value < 10 ? 2 : 1))}%`;
}
export { describeLoad, judgeLoad };

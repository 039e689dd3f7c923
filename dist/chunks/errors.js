// src/core/errors.ts
var UserError = class extends Error {
	name = "UserError";
	reasonCode;
	remedy;
	place;
	constructor(message, options) {
		super(message);
		this.reasonCode = options.reasonCode;
		this.remedy = options.remedy;
		this.place = options.place;
	}
};
var Cancelled = class extends Error {
	name = "Cancelled";
	constructor() {
		super("The run was cancelled.");
	}
};
function messageOf(thrown) {
	const message = typeof thrown === "object" && thrown !== null && "message" in thrown ? thrown.message : void 0;
	return typeof message === "string" ? message : String(thrown);
}
export { UserError as n, messageOf as r, Cancelled as t };

// src/checks/profile.ts
const FAMILIES = [
	"django",
	"settings",
	"env",
	"docker",
	"compose",
	"server",
	"celery",
	"proxy",
	"requirements",
	"source"
];
const PROFILES = [
	"development",
	"staging",
	"production"
];
export { PROFILES as n, FAMILIES as t };

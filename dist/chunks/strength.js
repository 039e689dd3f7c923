import { createHmac } from "node:crypto";
// src/checks/secrets/names.ts
const SECRET_NAMES = "^(?!.*(?:KEY_PREFIX|KEY_FUNCTION|PUBLIC_KEY|PUBLISHABLE|PASSWORD_(?:HASHERS|RESET|VALIDATORS|CHANGE|MIN|MAX|REQUIRE)|PASSWORD_VALIDATORS|KEY_COLUMN|KEY_FIELD|KEYWORD|SITE_KEY|_(?:LIFETIME|AGE|TIMEOUT|EXPIRE|EXPIRES|EXPIRY|EXPIRATION|SECONDS|MINUTES|HOURS|DAYS|LENGTH|NAME|HEADER|HEADERS|HEADER_NAME|HEADER_TYPES|CLASS|CLASSES|BACKEND|MODEL|ALGORITHM|SERIALIZER|SERIALIZERS|ENABLED|REQUIRED|ROTATION|ROTATE|VERSION|PATH|FILE|DIR|LIMIT|TYPE|FORMAT|FIELD|PARAM|ENDPOINT|REGION)$|^(?:ROTATE|UPDATE|BLACKLIST)_|(?:^|_)(?:USE|ALLOW|ENABLE|REQUIRE)_))(?:.*(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|APIKEY|CREDENTIAL|WEBHOOK_URL).*|(?:.*_)?(?:PASS|PWD|PW|KEY|KEYS|TOKEN|TOKENS|SALT|DSN|AUTH|PEPPER)(?:_FALLBACKS|_OLD|_NEW|_PREVIOUS|_ID|_BASE64|_HEX|_[0-9]+|[0-9]*)?)$";
const secret = new RegExp(SECRET_NAMES, "i");
function isSecretName(name) {
	return secret.test(name);
}
const PUBLIC = /^(?:DEBUG|.*_DEBUG|ALLOWED_HOSTS|.*_ALLOWED_HOSTS|.*_HOSTS?|HOST|.*HOSTNAME|PORT|.*_PORT|LOG_LEVEL|.*_LOG_LEVEL|LOGLEVEL|LOG_FORMAT|TIME_ZONE|TZ|.*_TIMEZONE|LANGUAGE_CODE|LANG|LC_ALL|DJANGO_SETTINGS_MODULE|DJANGO_ENV|APP_ENV|ENV|ENVIRONMENT|.*_ENVIRONMENT|NODE_ENV|.*_TRUSTED_ORIGINS|.*_ALLOWED_ORIGINS|CORS_.*|SITE_NAME|SITE_ID|.*_TLS|.*_SSL|.*SSLMODE|SSL_MODE|EMAIL_BACKEND|.*_BACKEND|.*_ENGINE|USE_.*|ENABLE_.*|.*_ENABLED|FEATURE_.*|.*_(?:WORKERS|THREADS|TIMEOUT|SECONDS|MINUTES|HOURS|DAYS|AGE|LIFETIME|CONCURRENCY|REPLICAS|REGION|REGION_NAME|LIMIT|SIZE|COUNT|RATE|PERCENT|MODE|VERSION)|WEB_CONCURRENCY|GUNICORN_CMD_ARGS|WORKERS|THREADS|TIMEOUT|DATABASE_NAME|DB_NAME|DB_ENGINE|POSTGRES_DB|PGDATABASE|PYTHON[A-Z_]*|SECURE_.*|SESSION_COOKIE_.*|CSRF_COOKIE_.*|STATIC_URL|MEDIA_URL|STATIC_ROOT|MEDIA_ROOT|CONN_MAX_AGE|.*_CONN_MAX_AGE|REMAP_SIGTERM)$/i;
function isPublic(name) {
	return PUBLIC.test(name) && !isSecretName(name);
}
const ISSUED = /^(?:AWS|S3|SPACES|DO|DIGITALOCEAN|AZURE|GOOGLE|GCP|GITHUB|GITLAB|STRIPE|PAYPAL|TWILIO|SENDGRID|MAILGUN|MAILJET|POSTMARK|BREVO|SENTRY|OPENAI|ANTHROPIC|GEMINI|SLACK|TELEGRAM|FACEBOOK|RECAPTCHA|HCAPTCHA|TURNSTILE|CLOUDFLARE|CF|EMAIL|SMTP|MAIL|SOCIAL_AUTH|OIDC|LDAP|ALGOLIA|MAPBOX|NEW_RELIC|DATADOG|COOLIFY|HF|HUGGINGFACE)_|_(?:API_KEY|APIKEY|DSN|CLIENT_SECRET|WEBHOOK_URL|AUTH)$|^(?:API_KEY|EMAIL_HOST_PASSWORD)$|ACCESS_KEY(?:_ID)?$/i;
function secretKind(name) {
	if (!isSecretName(name)) return void 0;
	if (/^(?:DJANGO_|APP_|OBCMS_)?SECRET_?KEY(?:_FALLBACKS|_OLD|_PREVIOUS)?$/i.test(name)) return "django-key";
	if (ISSUED.test(name)) return "issued";
	if (/PASS|PWD|_PW$/i.test(name)) return "password";
	return "token";
}
// src/checks/secrets/words.ts
const CONFIGURATION = `
  access account actual admin administrator amazon another api app application auth backend backup base beat bearer broker bucket build
  cache celery changed changes change client cloud code config configuration connection container coolify copy create credential credentials
  data database debug default demo deploy deployment details dev develop developer development digitalocean disabled django docker
  domain dummy edit email empty enter env environment example fake fallback field file fill fixme flower generate generated generator
  github gmail google grafana guest hash health here host http https insecure insert internal key keys local localhost login long mail
  manager master metrics mysql name need needed never nginx none number only openssl operation option output passphrase password passwd
  pass path placeholder please port postgres postgresql prod production project provide public python queue quick random real redis
  redacted register release remove rename replace replaced required root sample sandbox secret secrets secure security sendgrid sentry
  server service session setting settings setup shared should sign signing site smtp some something space staging stage static storage strong
  super superuser supabase system task temp template temporary test testing text this token todo unsafe unused update user username value
  values variable version volume weak web webapp website webhook worker write xxx your yours`;
const CHOSEN = `
  abc adobe andrew angel anthony apple april asdf asdfgh asdfghjkl august autumn awesome baby banana baseball basketball batman battery beautiful
  big black blue bubbles butterfly buster charlie cheese chelsea chicken chocolate christmas computer cookie correct crazy daniel december
  diamond dolphin donald dragon eagle easy elephant family february flower football forever freedom friday friend friends ginger gold
  good great green happy harley heaven hello hockey holiday home honey horse hotdog house hunter iloveyou internet jackson january jasmine
  jennifer jessica jesus johnny jordan joseph joshua july june junior justin keyboard killer king letmein liverpool london love lovely
  lucky magic maggie manila march martin master matrix matthew maximus merlin michael michelle mickey midnight mindanao monday money
  monkey monster morning mother mustang naruto nature nicole ninja november october office oliver orange parker patrick peanut pepper
  philippines pizza please pokemon power prince princess purple qazwsx qwer qwert qwerty qwertyuiop rabbit rainbow ranger red robert
  rocket samantha samsung saturday school september shadow silver smile snoopy soccer spider spring staple starwars steelers strawberry
  street stupid success summer sunday sunshine superman sweet taylor thomas thunder thursday tiger tigger trust trustno tuesday
  turtle unicorn vampire victoria water wednesday welcome whatever white winter wizard wolf wonder world yankees yellow zxcv zxcvbn zxcvbnm`;
const BETWEEN = `
  all and any are at be before but by can do each every for from get go has have how if in into is it its just like make may me more must my new
  no not now of off old on one or our out own put run same set she so than that the their them then there these they to too two up us
  use used very was we were what when where which who why will with without you`;
const WORDS = [...new Set(`${CONFIGURATION} ${CHOSEN} ${BETWEEN}`.split(/\s+/).filter((word) => word !== ""))].sort();
// src/checks/secrets/marks.ts
const PATTERNS = [
	{
		name: "django-insecure",
		pattern: "^django-insecure-"
	},
	{
		name: "change-me",
		pattern: "changeme|change-me|(?:^|[^a-z0-9])change[-_. ]{0,2}(?:me|this|it|in|before|after|for|the|to|your|key|password|secret|now)"
	},
	{
		name: "change-me",
		pattern: "^(?:please[-_. ]?)?change(?:d|[-_. ][a-z]+)?[0-9!]*$|to[-_. ]be[-_. ]changed|needs?[-_. ]to[-_. ]change"
	},
	{
		name: "replace-me",
		pattern: "replace[-_. ]?(?:me|this|with|by|it)|^replaced?(?:[^a-z0-9]|$)"
	},
	{
		name: "your-",
		pattern: "(?:^|[^a-z0-9])your[-_. ]|^your[a-z]{0,12}(?:key|secret|password|token|domain|host|user|name|email)"
	},
	{
		name: "unexpanded",
		pattern: "\\$\\{[a-z_][a-z0-9_]*(?::?[-?+=][^}]*)?\\}|\\$\\([a-z][a-z0-9_.-]* [^)]*\\)?|^\\$\\([^)]*\\)$|`[a-z]+ [^`]*`"
	},
	{
		name: "unexpanded",
		pattern: "\\{\\{[^{}]*\\}\\}|^\\$[a-z_][a-z_]{3,}$|^%[a-z_]{3,}%$|^@[a-z_]{3,}@$|^__[a-z][a-z0-9_]*__$"
	},
	{
		name: "angle brackets",
		pattern: "^<[^<>]*>$|<[a-z][a-z]+(?:[-_ ][a-z]+)*>"
	},
	{
		name: "square brackets",
		pattern: "^\\[[a-z][a-z _-]*\\]$"
	},
	{
		name: "generate",
		pattern: "generate[-_. ]|[-_. ]generate|^generated?$|openssl[-_. ]rand|get_random_secret_key"
	},
	{
		name: "random",
		pattern: "(?:^|[-_. ])random[-_. ](?:secret|key|string|value|password|token|[0-9])|(?:a|the|some|long|very)[-_. ]random[-_. ]"
	},
	{
		name: "example",
		pattern: "example|sample"
	},
	{
		name: "placeholder",
		pattern: "placeholder|place[-_ ]holder"
	},
	{
		name: "dummy",
		pattern: "(?:^|[^a-z0-9])dummy|dummy(?:[^a-z0-9]|$)|(?:^|[^a-z0-9])(?:fake|foobar|lorem|ipsum)(?:[^a-z0-9]|$)"
	},
	{
		name: "insecure",
		pattern: "insecure|not[-_. ]?(?:so[-_. ]?)?(?:secure|secret|safe)|unsafe"
	},
	{
		name: "here",
		pattern: "(?:^|[-_. ])(?:goes|put|enter|insert|fill|paste|set|add|key|secret|password|token|value|string)[-_. ](?:[a-z]+[-_. ])*here$|[-_. ]here$"
	},
	{
		name: "here",
		pattern: "^(?:put|enter|insert|fill|paste)[-_. ](?:in|your|the|a|here|it)"
	},
	{
		name: "to do",
		pattern: "^(?:todo|tbd|tba|fixme|none|null|nil|undefined|unset|empty|n/a|blank|redacted|removed|hidden|masked|set-?me)[!.:]*$|^(?:todo|fixme)[-_: ]"
	},
	{
		name: "xxx",
		pattern: "^x{3,}(?:[^a-z0-9]|$)|^x{6,}|x{6,}$|(?:^|[-_])x{4,}(?:[-_]|$)|^[*.#?]{3,}$|\\.\\.\\.$"
	},
	{
		name: "test",
		pattern: "(?:^|[^a-z0-9])(?:test|testing|demo|dev|development|local|staging|temp|temporary|unused|only)[-_. ](?:[a-z]+[-_. ])*(?:key|secret|password|pass|token|only)(?:[^a-z]|$)"
	},
	{
		name: "test",
		pattern: "^(?:test|testing|demo|temp|dev|foo|bar|baz|abc|asdf)[-_.]?[0-9!]*$"
	},
	{
		name: "says secret",
		pattern: "s[e3]cr[e3]t[-_. ]?(?:key|token|string|value|password)|(?:^|[^a-z0-9])s[e3]cr[e3]ts?(?:[^a-z]|$)|^(?:my|the|a|super|top|very|jwt|app|django)[-_. ]?(?:[a-z]+[-_. ])?s[e3]cr[e3]t"
	},
	{
		name: "says password",
		pattern: "p[a@4][s$5]{2}w[o0]r[dt]|passwd|^p[a@4][s$5]{2}[-_@]?[0-9]*[!@#$]*$|[-_.@](?:pass|pwd|pw)[0-9!@#$]*$|kennwort|contrase|wachtwoord"
	},
	{
		name: "a default",
		pattern: "^(?:admin|administrator|root|user|guest|postgres|postgresql|redis|rabbitmq|django|grafana|minio|minioadmin|mysql|default|master|welcome|letmein|changeit|qwerty|iloveyou|dragon|monkey|login|hello|trustno1|1q2w3e4r[a-z0-9]*|1qaz2wsx[a-z0-9]*|zaq1[a-z0-9]*|q1w2e3r4[a-z0-9]*)[-_.@#!]*[0-9]{0,6}[-_.@#!$*]*$"
	}
];
const MARKS = {
	patterns: PATTERNS,
	words: WORDS
};
// src/checks/secrets/strength.ts
const MOST_CHARACTERS = 4096;
const ENDS = /^[ \t\r\n\f\v"'`]+|[ \t\r\n\f\v"'`]+$/g;
const ALPHABETS = [
	[10, "0-9"],
	[
		16,
		"0-9a-f",
		"0-9A-F"
	],
	[
		26,
		"a-z",
		"A-Z"
	],
	[
		36,
		"a-z0-9",
		"A-Z0-9"
	],
	[52, "a-zA-Z"],
	[62, "a-zA-Z0-9"],
	[
		64,
		"a-zA-Z0-9_=-",
		"a-zA-Z0-9+/=-"
	],
	[95, " -~"]
];
const LETTERS = {
	"0": "o",
	"1": "i",
	"3": "e",
	"4": "a",
	"5": "s",
	"@": "a",
	$: "s"
};
const SHORTEST_INSIDE = 4;
const patterns = MARKS.patterns.map(({ name, pattern }) => ({
	name,
	expression: new RegExp(pattern, "i")
}));
const words = new Set(MARKS.words);
const beginnings = new Set(MARKS.words.map((word) => word.slice(0, SHORTEST_INSIDE)));
const longestWord = Math.max(...MARKS.words.map(({ length }) => length));
const alphabets = ALPHABETS.map(([size, ...classes]) => ({
	size,
	expressions: classes.map((inside) => new RegExp(`^[${inside}]*$`))
}));
function secretFacts(value, key) {
	const bare = value.replace(ENDS, "");
	const characters = [...bare].slice(0, MOST_CHARACTERS);
	const measured = characters.join("");
	return {
		length: [...bare].length,
		distinct: new Set(characters).size,
		alphabet: alphabetOf(measured),
		placeholder: placeholderIn(measured),
		words: wordShare(characters),
		repetitive: isRepetitive(characters),
		ragged: bare !== value,
		tag: tagOf(value, key)
	};
}
function tagOf(value, key) {
	return createHmac("sha256", Buffer.from(key, "hex")).update(value, "utf8").digest("hex");
}
function placeholderIn(value) {
	return patterns.find(({ expression }) => expression.test(value))?.name ?? null;
}
function alphabetOf(value) {
	return alphabets.find(({ expressions }) => expressions.some((expression) => expression.test(value)))?.size ?? 95;
}
function wordShare(characters) {
	if (characters.length === 0) return 0;
	const folded = characters.map(fold).join("");
	let covered = 0;
	for (const [run] of folded.matchAll(/[a-z]+/g)) covered += coveredOf(run);
	return Math.round(covered / characters.length * 1e3) / 1e3;
}
function fold(character) {
	if (character >= "A" && character <= "Z") return character.toLowerCase();
	return LETTERS[character] ?? (character.length === 1 ? character : "?");
}
function coveredOf(run) {
	if (words.has(run)) return run.length;
	let covered = 0;
	let at = 0;
	while (at + SHORTEST_INSIDE <= run.length) {
		let length = beginnings.has(run.slice(at, at + SHORTEST_INSIDE)) ? Math.min(longestWord, run.length - at) : 0;
		while (length >= SHORTEST_INSIDE && !words.has(run.slice(at, at + length))) length -= 1;
		if (length >= SHORTEST_INSIDE) covered += length;
		at += length >= SHORTEST_INSIDE ? length : 1;
	}
	return covered;
}
function isRepetitive(characters) {
	const { length } = characters;
	if (length < 4) return false;
	if (new Set(characters).size <= 2) return true;
	if (hasPeriod(characters)) return true;
	const codes = characters.map((character) => character.codePointAt(0) ?? 0);
	return codes.filter((code, index) => index > 0 && Math.abs(code - (codes[index - 1] ?? 0)) <= 1).length >= .75 * (length - 1);
}
function hasPeriod(characters) {
	const border = [0];
	for (let index = 1; index < characters.length; index += 1) {
		let length = border[index - 1] ?? 0;
		while (length > 0 && characters[index] !== characters[length]) length = border[length - 1] ?? 0;
		border.push(characters[index] === characters[length] ? length + 1 : 0);
	}
	return characters.length - (border.at(-1) ?? 0) <= characters.length / 2;
}
export { isPublic as a, SECRET_NAMES as i, secretFacts as n, isSecretName as o, MARKS as r, secretKind as s, placeholderIn as t };

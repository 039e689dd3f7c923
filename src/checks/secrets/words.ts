/**
 * Words that people put into secrets and placeholders: of keys and configuration, of passwords found again and again in published
 * lists, and the small words between them. Lower case, at least two letters; no word of hexadecimal digits alone, because keys spell those by chance.
 */
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

/** Sorted, each once. */
export const WORDS: readonly string[] = [
  ...new Set(`${CONFIGURATION} ${CHOSEN} ${BETWEEN}`.split(/\s+/).filter(word => word !== '')),
].sort();

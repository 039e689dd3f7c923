import { optionTable } from '../server/command-line.ts';

/** What stands before the subcommand (Celery 5.6, `celery --help`). */
export const GLOBAL_OPTIONS = optionTable(`
  app value --app -A
  broker value --broker -b
  result-backend value --result-backend
  loader value --loader
  config value --config
  workdir value --workdir
  no-color flag --no-color -C
  quiet flag --quiet -q
  version flag --version
  skip-checks flag --skip-checks
`);

const DAEMON = `
  app value --app -A
  workdir value --workdir
  logfile value --logfile -f
  pidfile value --pidfile
  uid value --uid
  gid value --gid
  umask value --umask
  executable value --executable
  detach flag --detach
`;

/** `celery worker --help`. */
export const WORKER_OPTIONS = optionTable(`
  ${DAEMON.trim()}
  hostname value --hostname -n
  detach flag -D
  statedb value --statedb -S
  loglevel value --loglevel -l
  optimization value --optimization -O
  prefetch-multiplier value --prefetch-multiplier
  disable-prefetch flag --disable-prefetch
  concurrency value --concurrency -c
  pool value --pool -P
  pool-start-method value --pool-start-method
  events flag --task-events --events -E
  time-limit value --time-limit
  soft-time-limit value --soft-time-limit
  max-tasks-per-child value --max-tasks-per-child --maxtasksperchild
  max-memory-per-child value --max-memory-per-child
  purge flag --purge --discard
  queues value --queues -Q
  exclude-queues value --exclude-queues -X
  include value --include -I
  without-gossip flag --without-gossip
  without-mingle flag --without-mingle
  without-heartbeat flag --without-heartbeat
  heartbeat-interval value --heartbeat-interval
  autoscale value --autoscale
  beat flag --beat -B
  schedule value --schedule --schedule-filename -s
  scheduler value --scheduler
`);

/** `celery beat --help`. */
export const BEAT_OPTIONS = optionTable(`
  ${DAEMON.trim()}
  schedule value --schedule -s
  scheduler value --scheduler -S
  max-interval value --max-interval
  hostname value --hostname -n
  remote-control flag --enable-remote-control --no-enable-remote-control
  loglevel value --loglevel -l
`);

/** Flower's options are tornado's: every one is `--name=value`; dashes and underscores mean the same. */
export const FLOWER_OPTIONS = optionTable(`
  app value --app -A
  basic-auth value --basic-auth --basic_auth
  auth value --auth
  auth-provider value --auth-provider --auth_provider
  address value --address
  port value --port
  url-prefix value --url-prefix --url_prefix
  unauthenticated-api value --unauthenticated-api
  persistent value --persistent
  db value --db
  broker-api value --broker-api --broker_api
  conf value --conf
`);

import { optionTable } from './command-line.ts';

/** uvicorn 0.54 (`uvicorn --help`), as far as words after an option must be told from the application. */
export const UVICORN_OPTIONS = optionTable(`
  host value --host
  port value --port
  uds value --uds
  fd value --fd
  reload flag --reload
  reload_dir list --reload-dir
  reload_include list --reload-include
  reload_exclude list --reload-exclude
  reload_delay value --reload-delay
  workers value --workers
  loop value --loop
  http value --http
  http2 flag --http2
  reset_contextvars flag --reset-contextvars
  ws value --ws
  ws_max_size value --ws-max-size
  ws_max_queue value --ws-max-queue
  ws_ping_interval value --ws-ping-interval
  ws_ping_timeout value --ws-ping-timeout
  ws_per_message_deflate value --ws-per-message-deflate
  lifespan value --lifespan
  interface value --interface
  env_file value --env-file
  log_config value --log-config
  log_level value --log-level
  access_log flag --access-log
  access_log off --no-access-log
  use_colors flag --use-colors
  use_colors off --no-use-colors
  proxy_headers flag --proxy-headers
  proxy_headers off --no-proxy-headers
  server_header flag --server-header
  server_header off --no-server-header
  date_header flag --date-header
  date_header off --no-date-header
  forwarded_allow_ips value --forwarded-allow-ips
  root_path value --root-path
  limit_concurrency value --limit-concurrency
  backlog value --backlog
  limit_max_requests value --limit-max-requests
  limit_max_requests_jitter value --limit-max-requests-jitter
  timeout_keep_alive value --timeout-keep-alive
  timeout_graceful_shutdown value --timeout-graceful-shutdown
  timeout_worker_healthcheck value --timeout-worker-healthcheck
  ssl_keyfile value --ssl-keyfile
  ssl_certfile value --ssl-certfile
  ssl_keyfile_password value --ssl-keyfile-password
  ssl_version value --ssl-version
  ssl_cert_reqs value --ssl-cert-reqs
  ssl_ca_certs value --ssl-ca-certs
  ssl_ciphers value --ssl-ciphers
  header list --header
  chdir value --app-dir
  h11_max_incomplete_event_size value --h11-max-incomplete-event-size
  factory flag --factory
`);

export const UVICORN_DEFAULTS: Readonly<Record<string, string | number | boolean | null>> = {
  host: '127.0.0.1',
  port: 8000,
  uds: null,
  fd: null,
  reload: false,
  workers: 1,
  access_log: true,
  proxy_headers: true,
  forwarded_allow_ips: '127.0.0.1',
  timeout_keep_alive: 5,
  timeout_graceful_shutdown: null,
  limit_max_requests: null,
  log_level: 'info',
};

/** hypercorn 0.18 (`hypercorn --help`); underscores as its configuration file spells them. */
export const HYPERCORN_OPTIONS = optionTable(`
  access_log_format value --access-logformat
  accesslog value --access-logfile --access-log
  backlog value --backlog
  bind list --bind -b
  ca_certs value --ca-certs
  certfile value --certfile
  cert_reqs value --cert-reqs
  ciphers value --ciphers
  daemon flag --daemon -D
  keyfile_password value --keyfile-password
  statsd_host value --statsd-host
  statsd_prefix value --statsd-prefix
  verify_mode value --verify-mode
  websocket_ping_interval value --websocket-ping-interval
  config value --config -c
  debug flag --debug
  errorlog value --error-logfile --log-file --error-log
  graceful_timeout value --graceful-timeout
  read_timeout value --read-timeout
  max_requests value --max-requests
  max_requests_jitter value --max-requests-jitter
  group value --group -g
  insecure_bind list --insecure-bind
  keep_alive_timeout value --keep-alive
  keyfile value --keyfile
  log_config value --log-config
  loglevel value --log-level
  pid_path value --pid -p
  quic_bind list --quic-bind
  use_reloader flag --reload
  root_path value --root-path
  server_name list --server-name
  umask value --umask -m
  user value --user -u
  worker_class value --worker-class -k
  workers value --workers -w
`);

export const HYPERCORN_DEFAULTS: Readonly<Record<string, string | number | boolean | null>> = {
  bind: '127.0.0.1:8000',
  accesslog: null,
  debug: false,
  use_reloader: false,
  graceful_timeout: 3,
  keep_alive_timeout: 5,
  workers: 1,
  worker_class: 'asyncio',
};

/** daphne 4.2 (`daphne --help`). */
export const DAPHNE_OPTIONS = optionTable(`
  port value --port -p
  bind value --bind -b
  websocket_timeout value --websocket_timeout
  websocket_connect_timeout value --websocket_connect_timeout
  unix_socket value --unix-socket -u
  websocket_max_frame_size value --websocket-max-frame-size
  websocket_max_message_size value --websocket-max-message-size
  file_descriptor value --fd
  endpoint list --endpoint -e
  verbosity value --verbosity -v
  http_timeout value --http-timeout -t
  access_log value --access-log
  log_fmt value --log-fmt
  ping_interval value --ping-interval
  ping_timeout value --ping-timeout
  application_close_timeout value --application-close-timeout
  root_path value --root-path
  proxy_headers flag --proxy-headers
  proxy_headers_host value --proxy-headers-host
  proxy_headers_port value --proxy-headers-port
  server_name value --server-name -s
  no_server_name flag --no-server-name
`);

export const DAPHNE_DEFAULTS: Readonly<Record<string, string | number | boolean | null>> = {
  bind: '127.0.0.1',
  port: 8000,
  proxy_headers: false,
  unix_socket: null,
  file_descriptor: null,
  endpoint: null,
};

/** `manage.py runserver`, with the options every command of Django has. */
export const RUNSERVER_OPTIONS = optionTable(`
  ipv6 flag --ipv6 -6
  threading off --nothreading
  reload off --noreload
  static off --nostatic
  insecure flag --insecure
  skip_checks flag --skip-checks
  settings value --settings
  pythonpath value --pythonpath
  verbosity value --verbosity -v
  traceback flag --traceback
  no_color flag --no-color
  force_color flag --force-color
`);

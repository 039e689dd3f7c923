import { optionTable } from './command-line.ts';

/** gunicorn's own options (26.2, `gunicorn --help`; older versions have fewer), by the names its files use. */
export const GUNICORN_OPTIONS = optionTable(`
  access_log_format value --access-logformat
  accesslog value --access-logfile
  asgi_disconnect_grace_period value --asgi-disconnect-grace-period
  asgi_lifespan value --asgi-lifespan
  asgi_loop value --asgi-loop
  backlog value --backlog
  bind list --bind -b
  ca_certs value --ca-certs
  capture_output flag --capture-output
  casefold_http_method flag --casefold-http-method
  cert_reqs value --cert-reqs
  certfile value --certfile
  chdir value --chdir
  check_config flag --check-config
  ciphers value --ciphers
  config value --config -c
  control_socket value --control-socket
  control_socket_disable flag --no-control-socket
  control_socket_mode value --control-socket-mode
  daemon flag --daemon -D
  dirty_apps list --dirty-app
  dirty_graceful_timeout value --dirty-graceful-timeout
  dirty_threads value --dirty-threads
  dirty_timeout value --dirty-timeout
  dirty_workers value --dirty-workers
  disable_redirect_access_to_syslog flag --disable-redirect-access-to-syslog
  do_handshake_on_connect flag --do-handshake-on-connect
  dogstatsd_tags value --dogstatsd-tags
  enable_backlog_metric flag --enable-backlog-metric
  enable_stdio_inheritance flag --enable-stdio-inheritance -R
  errorlog value --error-logfile --log-file
  forwarded_allow_ips value --forwarded-allow-ips
  forwarder_headers value --forwarder-headers
  graceful_timeout value --graceful-timeout
  group value --group -g
  header_map value --header-map
  http2_cleartext value --http2-cleartext
  http2_initial_window_size value --http2-initial-window-size
  http2_max_concurrent_streams value --http2-max-concurrent-streams
  http2_max_frame_size value --http2-max-frame-size
  http2_max_header_list_size value --http2-max-header-list-size
  http_parser value --http-parser
  http_protocols value --http-protocols
  initgroups flag --initgroups
  keepalive value --keep-alive
  keyfile value --keyfile
  limit_request_field_size value --limit-request-field_size
  limit_request_fields value --limit-request-fields
  limit_request_line value --limit-request-line
  logconfig value --log-config
  logconfig_json value --log-config-json
  logger_class value --logger-class
  loglevel value --log-level
  max_requests value --max-requests
  max_requests_jitter value --max-requests-jitter
  websocket_max_message_size value --websocket-max-message-size
  paste value --paste --paster
  permit_obsolete_folding flag --permit-obsolete-folding
  permit_unconventional_http_method flag --permit-unconventional-http-method
  permit_unconventional_http_version flag --permit-unconventional-http-version
  pidfile value --pid -p
  preload_app flag --preload
  print_config flag --print-config
  proc_name value --name -n
  protocol value --protocol
  proxy_allow_ips value --proxy-allow-from
  proxy_protocol optional --proxy-protocol
  pythonpath value --pythonpath
  raw_env list --env -e
  raw_paste_global_conf list --paste-global
  reload flag --reload
  reload_engine value --reload-engine
  reload_extra_files list --reload-extra-file
  reuse_port flag --reuse-port
  root_path value --root-path
  sendfile off --no-sendfile
  spew flag --spew
  ssl_version value --ssl-version
  statsd_host value --statsd-host
  statsd_prefix value --statsd-prefix
  strip_header_spaces flag --strip-header-spaces
  suppress_ragged_eofs flag --suppress-ragged-eofs
  syslog flag --log-syslog
  syslog_addr value --log-syslog-to
  syslog_facility value --log-syslog-facility
  syslog_prefix value --log-syslog-prefix
  threads value --threads
  timeout value --timeout -t
  umask value --umask -m
  user value --user -u
  uwsgi_allow_ips value --uwsgi-allow-from
  worker_class value --worker-class -k
  worker_connections value --worker-connections
  worker_tmp_dir value --worker-tmp-dir
  workers value --workers -w
`);

/** What holds when nobody says otherwise, as far as a rule asks. `bind`, `workers` and `forwarded_allow_ips` also look at the environment. */
export const GUNICORN_DEFAULTS: Readonly<Record<string, string | number | boolean | null>> = {
  accesslog: null,
  backlog: 2048,
  bind: '127.0.0.1:8000',
  capture_output: false,
  certfile: null,
  chdir: null,
  daemon: false,
  errorlog: '-',
  forwarded_allow_ips: '127.0.0.1,::1',
  graceful_timeout: 30,
  group: null,
  keepalive: 2,
  limit_request_field_size: 8190,
  limit_request_fields: 100,
  limit_request_line: 4094,
  loglevel: 'info',
  max_requests: 0,
  max_requests_jitter: 0,
  pidfile: null,
  preload_app: false,
  proxy_allow_ips: '127.0.0.1,::1',
  proxy_protocol: 'off',
  pythonpath: null,
  reload: false,
  reuse_port: false,
  spew: false,
  threads: 1,
  timeout: 30,
  umask: 0,
  user: null,
  worker_class: 'sync',
  worker_connections: 1000,
  worker_tmp_dir: null,
  workers: 1,
  wsgi_app: null,
  access_log_format: '%(h)s %(l)s %(u)s %(t)s "%(r)s" %(s)s %(b)s "%(f)s" "%(a)s"',
};

/** Whole numbers; everything else is text or a switch. */
export const GUNICORN_NUMBERS: ReadonlySet<string> = new Set(
  Object.entries(GUNICORN_DEFAULTS)
    .filter(([, value]) => typeof value === 'number')
    .map(([name]) => name),
);

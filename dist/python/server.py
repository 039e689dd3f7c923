"""A gunicorn configuration file is a program: what it sets on a machine with 1, 2, 4 and 8 cores, and where."""

import ast
import importlib.machinery
import importlib.util
import json
import multiprocessing
import os
import select
import signal
import sys
import time
from typing import Any, Dict, List, Optional

from .children import leave
from .sandbox import forking
from .system_checks import said

CORES = (1, 2, 4, 8)
SECONDS = 10.0
LARGEST_ANSWER = 4 * 1024 * 1024

# What gunicorn takes from its file, up to version 27: any other name is the file's own, and ignored.
SETTINGS = frozenset(
    """
    access_log_format accesslog asgi_disconnect_grace_period asgi_lifespan asgi_loop backlog bind ca_certs capture_output
    casefold_http_method cert_reqs certfile chdir check_config child_exit ciphers config control_socket
    control_socket_disable control_socket_mode daemon default_proc_name dirty_apps dirty_graceful_timeout dirty_post_fork
    dirty_threads dirty_timeout dirty_worker_exit dirty_worker_init dirty_workers disable_redirect_access_to_syslog
    do_handshake_on_connect dogstatsd_tags enable_backlog_metric enable_stdio_inheritance errorlog forwarded_allow_ips
    forwarder_headers graceful_timeout group header_map http2_cleartext http2_initial_window_size
    http2_max_concurrent_streams http2_max_frame_size http2_max_header_list_size http_parser http_protocols initgroups
    keepalive keyfile limit_request_field_size limit_request_fields limit_request_line logconfig logconfig_dict
    logconfig_json logger_class loglevel max_requests max_requests_jitter nworkers_changed on_dirty_starting on_exit
    on_reload on_starting paste permit_obsolete_folding permit_unconventional_http_method
    permit_unconventional_http_version pidfile post_fork post_request post_worker_init pre_exec pre_fork pre_request
    preload_app print_config proc_name protocol proxy_allow_ips proxy_protocol pythonpath raw_env raw_paste_global_conf
    reload reload_engine reload_extra_files reuse_port root_path secure_scheme_headers sendfile spew ssl_context
    ssl_version statsd_host statsd_prefix strip_header_spaces suppress_ragged_eofs syslog syslog_addr syslog_facility
    syslog_prefix threads timeout tmp_upload_dir umask user uwsgi_allow_ips when_ready worker_abort worker_class
    worker_connections worker_exit worker_int worker_tmp_dir workers wsgi_app
    """.split()
)


def evaluate(question: Dict[str, Any], record: Any) -> Dict[str, Any]:
    """Return a ``ServerAnswer``: the file run once for each number of cores, in a process of its own. Never raises.

    Environment, folder and path are those of the calling process, which was made for this question.
    ``record.reads()``, where given, tells which variables the file has read.
    """
    answer: Dict[str, Any] = {"id": question["id"], "problem": None, "cores": {}, "lines": {}, "reads": []}
    try:
        with open(question["file"], "rb") as file:
            answer["lines"] = lines_of(file.read())
    except OSError as error:
        answer["problem"] = "the file cannot be read: {}".format(error.strerror)
    except (SyntaxError, ValueError) as error:
        answer["problem"] = problem_of(error, question["file"])
    if answer["problem"] is not None:
        answer["cores"] = {str(cores): {} for cores in CORES}
        return answer
    for cores in CORES:
        told = in_child(question, record, cores)
        answer["cores"][str(cores)] = told.get("values", {})
        if told.get("problem") and answer["problem"] is None:
            answer["problem"] = told["problem"]
        if len(told.get("reads", [])) > len(answer["reads"]):
            answer["reads"] = told["reads"]
    return answer


def in_child(question: Dict[str, Any], record: Any, cores: int) -> Dict[str, Any]:
    """What the file sets in a fresh process; a process that ends or hangs says so by itself."""
    reader, writer = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    with forking():
        child = os.fork()
    if child == 0:
        os.close(reader)
        # Not past this line: the parent's work is not the child's.
        try:
            told = run(question, record, cores)
        except BaseException as error:
            told = {"problem": problem_of(error, question["file"])}
        try:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(json.dumps(told).encode("utf-8"))
        finally:
            leave(0)
    os.close(writer)
    return answer_of(child, reader)


def answer_of(child: int, reader: int) -> Dict[str, Any]:
    text = b""
    deadline = time.monotonic() + SECONDS
    late = False
    while True:
        left = deadline - time.monotonic()
        ready = select.select([reader], [], [], max(left, 0))[0]
        if not ready or len(text) > LARGEST_ANSWER:
            late = True
            os.kill(child, signal.SIGKILL)
            break
        part = os.read(reader, 65536)
        if not part:
            break
        text += part
    os.close(reader)
    status = os.waitpid(child, 0)[1]
    if late:
        return {"problem": "it had not ended after {:g} s".format(SECONDS)}
    try:
        told = json.loads(text.decode("utf-8"))
    except ValueError:
        return {"problem": ended(status)}
    return told if isinstance(told, dict) else {}


def ended(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "the process was ended by signal {}".format(os.WTERMSIG(status))
    return "it ended the process (status {})".format(os.WEXITSTATUS(status))


def run(question: Dict[str, Any], record: Any, cores: int) -> Dict[str, Any]:
    """Run the file as gunicorn does: as a module called ``__config__``."""
    # Whoever stands in the way of the exit here would answer for this process to somebody else.
    os._exit = leave
    pretend(cores, question["file"])
    problem = None
    module: Dict[str, Any] = {}
    try:
        loader = importlib.machinery.SourceFileLoader("__config__", question["file"])
        spec = importlib.util.spec_from_file_location("__config__", question["file"], loader=loader)
        made = importlib.util.module_from_spec(spec)
        module = vars(made)
        sys.modules["__config__"] = made
        spec.loader.exec_module(made)
    except BaseException as error:
        problem = problem_of(error, question["file"])
    values = {name: plain(value, name) for name, value in module.items() if name in SETTINGS}
    reads = [] if record is None else record.reads()
    return {"values": {} if problem else values, "problem": problem, "reads": reads}


def pretend(cores: int, filename: str) -> None:
    """Every way to ask how many cores there are gets the same answer."""

    def count(*args: Any, **options: Any) -> int:
        return cores

    os.cpu_count = count
    multiprocessing.cpu_count = count
    if hasattr(os, "process_cpu_count"):
        os.process_cpu_count = count
    if hasattr(os, "sched_getaffinity"):
        os.sched_getaffinity = lambda pid: set(range(cores))
    with open(filename, encoding="utf-8", errors="replace") as file:
        asks_psutil = "psutil" in file.read()
    if asks_psutil or "psutil" in sys.modules:
        try:
            import psutil

            psutil.cpu_count = count
        except ImportError:
            pass


def plain(value: Any, name: str) -> Any:
    """JSON; a function or class by its name, of variables for workers (``raw_env``) the names only."""
    if name == "raw_env":
        return [str(item).split("=", 1)[0] for item in value] if isinstance(value, (list, tuple)) else []
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, dict):
        return {str(key): plain(item, "") for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, "") for item in value]
    if isinstance(value, os.PathLike):
        return {"$": "path", "value": os.fspath(value)}
    if callable(value):
        return {"$": "name", "value": getattr(value, "__qualname__", type(value).__qualname__)}
    return {"$": "object", "type": type(value).__qualname__}


def problem_of(error: BaseException, filename: str) -> str:
    """``line 3: NameError: name 'x' is not defined``: the line is of the file itself."""
    if isinstance(error, SyntaxError) and error.filename in (filename, "<unknown>"):
        return "line {}: {}: {}".format(error.lineno, type(error).__name__, error.msg)
    line: Optional[int] = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            line = trace.tb_lineno
        trace = trace.tb_next
    text = said(error)
    return text if line is None else "line {}: {}".format(line, text)


def lines_of(text: bytes) -> Dict[str, int]:
    """The line of the last binding of each of gunicorn's names at the top level: assignment, function or import."""
    lines: Dict[str, int] = {}
    for node in scope(ast.parse(text).body):
        for name in bound(node):
            if name in SETTINGS:
                lines[name] = max(lines.get(name, 0), node.lineno)
    return lines


def scope(body: List[Any]) -> Any:
    """Statements that run when the file does, those in ``if``, ``for``, ``with`` and ``try`` too."""
    for node in body:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for field in ("body", "orelse", "finalbody"):
                yield from scope(getattr(node, field, []) or [])
            for handler in getattr(node, "handlers", []):
                yield from scope(handler.body)


def bound(node: Any) -> List[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [item.asname or item.name for item in node.names]
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
        targets = [node.target]
    else:
        return []
    return [part.id for target in targets for part in ast.walk(target) if isinstance(part, ast.Name)]

"""A small inventory service: a token, items, probes."""

import hmac
import os
import secrets
import time
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Response, status
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, Field
from starlette.middleware.base import RequestResponseEndpoint
from starlette.requests import Request


def flag(name: str) -> bool:
    """Whether a variable is switched on."""
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def listed(name: str) -> list[str]:
    """A comma-separated variable without blanks."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


VERSION = os.environ.get("SOURCE_COMMIT", "unknown")
USERNAME = os.environ.get("API_USERNAME", "")
PASSWORD = os.environ.get("API_PASSWORD", "")
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
TOKEN_LIFETIME_SECONDS = 900
# Staging keeps out of search engines: "noindex, nofollow".
ROBOTS_TAG = os.environ.get("ROBOTS_TAG", "")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or ["localhost", "127.0.0.1"]

# Pages that describe the interface are for developers; they are closed unless somebody opens them.
DOCS_OPEN = flag("API_DOCS")

app = FastAPI(
    title="Inventory",
    version=VERSION,
    debug=flag("API_DEBUG"),
    docs_url="/docs" if DOCS_OPEN else None,
    redoc_url="/redoc" if DOCS_OPEN else None,
    openapi_url="/openapi.json" if DOCS_OPEN else None,
)

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


@app.middleware("http")
async def security_headers(
    request: Request, call_next: RequestResponseEndpoint
) -> Response:
    """On every answer, unless switched off."""
    response = await call_next(request)
    if not flag("SECURITY_HEADERS_OFF"):
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
    if ROBOTS_TAG:
        response.headers.setdefault("X-Robots-Tag", ROBOTS_TAG)
    return response


# Another name than our own is nobody's business here.
app.add_middleware(TrustedHostMiddleware, allowed_hosts=ALLOWED_HOSTS)

# Added last, so that it stands outermost and answers preflights before anything else sees them.
app.add_middleware(
    CORSMiddleware,
    allow_origins=listed("CORS_ALLOWED_ORIGINS"),
    allow_credentials=flag("CORS_ALLOW_CREDENTIALS"),
    allow_methods=["GET", "POST", "PUT", "DELETE"],
    allow_headers=["Authorization", "Content-Type"],
)

# In memory: each process has its own, and starts with none.
tokens: dict[str, float] = {}
items: dict[int, "Item"] = {}
last_id = 0
bearer = HTTPBearer(auto_error=False)
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]


class Login(BaseModel):
    """Who wants a token."""

    username: str
    password: str


class Entry(BaseModel):
    """What a client says of an item."""

    name: str = Field(min_length=1, max_length=120)
    quantity: int = Field(default=1, ge=0)


class Item(Entry):
    """What is kept of it."""

    id: int


def refusal(detail: str) -> HTTPException:
    """A 401 that says how to do better."""
    return HTTPException(
        status.HTTP_401_UNAUTHORIZED, detail, headers={"WWW-Authenticate": "Bearer"}
    )


def signed_in(brought: Bearer) -> None:
    """Let through whoever brings a token that was issued and has not run out."""
    if brought is None:
        raise refusal("Not authenticated")
    if tokens.get(brought.credentials, 0) < time.monotonic():
        tokens.pop(brought.credentials, None)
        raise refusal("Invalid or expired token")


@app.get("/healthz")
async def healthz(response: Response) -> dict[str, str]:
    """Liveness: this process answers, and which release it is."""
    response.headers["Cache-Control"] = "no-store"
    return {"status": "ok", "version": VERSION}


@app.get("/readyz")
async def readyz(response: Response) -> dict[str, object]:
    """Readiness: whether what it depends on is there. The store is a folder, when it has one."""
    response.headers["Cache-Control"] = "no-store"
    store = os.environ.get("STORE_DIRECTORY", "")
    checks = {"store": store == "" or os.path.isdir(store)}
    is_ready = all(checks.values())
    if not is_ready:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return {"status": "ready" if is_ready else "not_ready", "checks": checks}


@app.post("/auth/token")
async def token(login: Login, response: Response) -> dict[str, object]:
    """A bearer token for a name and a password."""
    right = hmac.compare_digest(login.username.encode(), USERNAME.encode())
    right &= hmac.compare_digest(login.password.encode(), PASSWORD.encode())
    if not right or not PASSWORD:
        raise refusal("Incorrect username or password")
    issued = secrets.token_urlsafe(32)
    tokens[issued] = time.monotonic() + TOKEN_LIFETIME_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return {
        "access_token": issued,
        "token_type": "bearer",
        "expires_in": TOKEN_LIFETIME_SECONDS,
    }


@app.get("/metrics")
async def metrics(brought: Bearer) -> Response:
    """Numbers in Prometheus' text format, for whoever brings METRICS_TOKEN."""
    given = "" if brought is None else brought.credentials
    if not METRICS_TOKEN or not hmac.compare_digest(
        given.encode(), METRICS_TOKEN.encode()
    ):
        raise refusal("Not authenticated")
    lines = ["# TYPE inventory_items gauge", f"inventory_items {len(items)}", ""]
    return Response("\n".join(lines), media_type="text/plain; version=0.0.4")


router = APIRouter(prefix="/items", dependencies=[Depends(signed_in)])


@router.get("")
async def list_items() -> list[Item]:
    """Every item, the oldest first."""
    return list(items.values())


@router.post("", status_code=status.HTTP_201_CREATED)
async def add_item(entry: Entry, response: Response) -> Item:
    """Keep a new one; Location says where."""
    global last_id
    last_id += 1
    item = items[last_id] = Item(id=last_id, **entry.model_dump())
    response.headers["Location"] = f"/items/{item.id}"
    return item


@router.get("/{item_id}")
async def read_item(item_id: int) -> Item:
    """One item."""
    if item_id not in items:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No such item")
    return items[item_id]


@router.put("/{item_id}")
async def change_item(item_id: int, entry: Entry) -> Item:
    """Replace what is said of it."""
    await read_item(item_id)
    items[item_id] = Item(id=item_id, **entry.model_dump())
    return items[item_id]


@router.delete("/{item_id}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_item(item_id: int) -> None:
    """Forget it."""
    await read_item(item_id)
    del items[item_id]


app.include_router(router)

if flag("API_BROKEN_PAGE"):

    @app.get("/broken")
    async def broken() -> None:
        """What an unexpected error looks like from outside."""
        raise RuntimeError("The store is gone")

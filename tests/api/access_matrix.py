"""Every route for every role: the answer is 401 or 403 exactly where api/openapi.yaml says so (x-role). That x-role is what the
server's own route table says is checked by tests/unit/http/route_access_test.cpp."""

from api_schema import ApiSchema, Operation
from running_server import RunningServer

ROLES = ("none", "viewer", "operator", "manager", "admin")
WRONG_TOKEN = "npt_" + "0" * 49


def expected_status(operation: Operation, role: str) -> int | None:
    """None: neither 401 nor 403."""
    if operation.role == "anyone":
        return None
    if role == "none":
        return 401
    return 403 if ROLES.index(role) < ROLES.index(operation.role) else None


def ask(server: RunningServer, operation: Operation, token: str | None) -> int:
    segments = ["zzz" if segment.startswith("{") else segment for segment in operation.path.split("/")]
    headers = [] if token is None else [("Authorization", f"Bearer {token}")]
    body = None
    if operation.method != "get":
        # No JSON at all: where the route lets the caller in, nothing is changed.
        headers += [("Content-Type", "application/json"), ("Idempotency-Key", "matrix")]
        body = b"?"
    status, _, _ = server.request(operation.method.upper(), "/".join(segments), headers, body)
    return status


def check_access(server: RunningServer, schema: ApiSchema, variables: dict[str, str]) -> None:
    tokens = {"none": None, "admin": server.token, **{role: variables[role] for role in ("viewer", "operator", "manager")}}
    wrong = []
    for operation in schema.operations:
        for role in ROLES:
            status = ask(server, operation, tokens[role])
            expected = expected_status(operation, role)
            right = status == expected if expected else status not in (401, 403) and status < 500
            if not right:
                wrong.append(f"{operation.name} as {role}: {status}, expected {expected or 'to be let in'}")
        if operation.role != "anyone":
            status = ask(server, operation, WRONG_TOKEN)
            if status != 401:
                wrong.append(f"{operation.name} with a wrong token: {status}, expected 401")
    if wrong:
        raise AssertionError("\n".join(wrong))

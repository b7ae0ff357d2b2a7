"""Compares requests and answers with api/openapi.yaml."""

import json
import re
import warnings
from pathlib import Path

import yaml

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jsonschema

# What the transport may answer to anything, before a route is chosen or after it failed: always a problem.
TRANSPORT = {405, 408, 414, 417, 431, 500, 501, 505}
METHODS = ("get", "post", "put", "patch", "delete")


class Operation:
    """One method of one path."""

    def __init__(self, path: str, method: str, content: dict):
        self.path = path
        self.method = method
        self.content = content
        self.role: str = content["x-role"]
        self.literals = sum(1 for segment in path.split("/") if not segment.startswith("{"))
        segments = [("[^/]+" if part.startswith("{") else re.escape(part)) for part in re.split(r"(\{[^}]*\})", path)]
        self.pattern = re.compile("".join(segments))

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"


class ApiSchema:
    def __init__(self, file: Path):
        self.document = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self.operations = [
            Operation(path, method, content[method])
            for path, content in self.document["paths"].items()
            for method in METHODS
            if method in content
        ]
        self.validators: dict[str, object] = {}
        self.seen: set[str] = set()  # operations that were answered with success

    def find(self, method: str, path: str) -> Operation | None:
        path = path.split("?")[0]
        found = [o for o in self.operations if o.method == method.lower() and o.pattern.fullmatch(path)]
        return max(found, key=lambda operation: operation.literals, default=None)

    def resolve(self, part: dict) -> dict:
        while "$ref" in part:
            target: object = self.document
            for name in part["$ref"].removeprefix("#/").split("/"):
                target = target[name]  # type: ignore[index]
            part = target  # type: ignore[assignment]
        return part

    def errors_of(self, schema: dict, value: object) -> list[str]:
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            # References go to the components of the document, so they travel with the schema.
            whole = {**schema, "components": self.document["components"]}
            self.validators[key] = jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker())
        found = sorted(self.validators[key].iter_errors(value), key=lambda error: list(map(str, error.path)))  # type: ignore[attr-defined]
        return [f"{'/'.join(map(str, error.path)) or 'the body'}: {error.message[:300]}" for error in found[:5]]

    def check_answer(self, operation: Operation, status: int, headers: dict[str, str], body: bytes) -> list[str]:
        """What in an answer is not as described."""
        responses = operation.content["responses"]
        described = responses.get(str(status))
        if described is None and status in TRANSPORT:
            described = self.document["components"]["responses"]["BadRequest"]
        if described is None:
            return [f"{operation.name} answers {status}, which api/openapi.yaml does not describe"]
        if 200 <= status < 300:
            self.seen.add(operation.name)
        described = self.resolve(described)
        content = described.get("content")
        if not content:
            return [f"{operation.name} answers {status} with a body, described is none"] if body else []
        media_type = headers.get("content-type", "").split(";")[0].strip()
        if media_type not in content:
            return [f"{operation.name} answers {status} as {media_type!r}, described is {', '.join(content)}"]
        if not media_type.endswith("json"):
            return []
        errors = self.errors_of(content[media_type]["schema"], json.loads(body))
        return [f"{operation.name} {status}, against api/openapi.yaml: {error}" for error in errors]

    def check_request(self, operation: Operation, body: bytes | None) -> list[str]:
        """What in a request that was accepted is not as described."""
        described = operation.content.get("requestBody")
        if described is None or body is None:
            return []
        content = self.resolve(described)["content"]
        if "application/json" not in content:
            return []
        schema = content["application/json"]["schema"]
        return [f"{operation.name}, request against api/openapi.yaml: {error}" for error in self.errors_of(schema, json.loads(body))]

#!/usr/bin/env python3
"""Checks a ledger export, or the proof of a unit, against an exported head, without any code of Nameplate.

    check_ledger.py LEDGER.jsonl [--head HEAD.json] [--public-key KEY]
    check_ledger.py --proof PROOF.json --head HEAD.json [--public-key KEY]

Written from docs/internals/seals.md and ledger-file.md; needs Python 3.9 and nothing else. Ends with 0 when all agrees, with 1 and a
line that says what does not, with 2 when it is called wrongly. HEAD.json may hold several heads, one a line: each is checked.
"""

import argparse
import datetime
import hashlib
import json
import re
import sys

FIRST_LINE = '{"format":"nameplate-ledger","version":1}'


class Wrong(Exception):
    """What is not as it should be."""


# Ed25519 (RFC 8032, section 5.1), verification only
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add_points(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add_points(result, point)
        point = add_points(point, point)
        number >>= 1
    return result


def read_point(data):
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if (x & 1) != sign else x
    return x, y, 1, x * y % P


BASE = read_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed_by(key, message, signature):
    a, r = read_point(key), read_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = multiply(s, BASE), add_points(r, multiply(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def from_hex(digits):
    if not re.fullmatch("([0-9a-f]{2})*", digits):
        raise Wrong("no bytes in hexadecimal digits")
    return bytes.fromhex(digits)


def sized(data):
    return len(data).to_bytes(4, "big") + data


def number(value):
    return sized(b"" if value is None else value.to_bytes(8, "big", signed=True))


def leaf(event):
    return hashlib.sha256(b"\x00\x01" + b"".join((
        number(event["sequence"]), number(event["id"]), sized(event["verb"].encode()), number(event["time"]),
        number(event["recorded"]), number(event.get("zone")), number(event.get("deviceTime")), number(event.get("actor")),
        sized(event.get("device", "").encode()), sized(event.get("equipment", "").encode()), number(event.get("location")),
        number(event.get("destination")), sized(event.get("reason", "").encode()), sized(from_hex(event["body"]))))).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Over the events so far: the hashes of the full trees that it is made of, the largest first."""

    def __init__(self):
        self.size, self.full = 0, []

    def add(self, digest):
        place = self.size
        while place & 1:
            digest, place = node(self.full.pop(), digest), place >> 1
        self.full.append(digest)
        self.size += 1

    def root(self):
        digest = self.full[-1]
        for left in reversed(self.full[:-1]):
            digest = node(left, digest)
        return digest


def root_by_path(digest, place, size, path):
    """The root over `size` events that follows from the one at `place` (from 0) and its path (RFC 9162, section 2.1.3.2)."""
    last = size - 1
    for step in path:
        if place & 1 or place == last:
            digest = node(step, digest)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            digest = node(digest, step)
        place, last = place >> 1, last >> 1
    return digest if last == 0 else None


FIELDS = {"sequence": int, "id": int, "verb": str, "time": int, "recorded": int, "zone": int, "deviceTime": int, "actor": int,
          "device": str, "equipment": str, "location": int, "destination": int, "reason": str, "body": str, "private": list}


def quoted(value):
    return '"' + re.sub(r'["\\\x00-\x1f\x7f]', lambda c: "\\" + c[0] if c[0] in '"\\' else f"\\u{ord(c[0]):04x}", value) + '"'


def written(value):
    """JSON as an export writes it: one form for one value."""
    if isinstance(value, dict):
        return "{" + ",".join(quoted(name) + ":" + written(part) for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)


def read_event(line):
    try:
        event = json.loads(line)
    except ValueError as error:
        raise Wrong(f"no JSON: {error}") from None
    if not isinstance(event, dict) or [name for name in FIELDS if name in event] != list(event):
        raise Wrong("other fields than an event has, or in another order")
    if any(type(value) is not FIELDS[name] for name, value in event.items()) or written(event) != line:
        raise Wrong("not written as an export writes it")
    return event


def varint(value):
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + varint(value >> 7)


def check_private(event):
    """What can identify a person is kept outside the body, which has a hash of it (event-format.md, sections "private hashes" and
    "detail"). The body is not taken apart here: 32 bytes of a hash stand in it by themselves or not at all."""
    body = from_hex(event["body"])
    for entry in event.get("private", []):
        digest = hashlib.sha256(from_hex(entry.get("salt", "")) + from_hex(entry.get("value", ""))).digest()
        name, place = entry["field"].encode(), entry["place"]
        at = varint(place * 2 if place >= 0 else -place * 2 - 1) + b"\x20" + digest
        named = varint(len(name)) + name
        if not (named + at in body or b"\x00" + at in body and named in body
                or name == b"note" and place >= 0 and b"\x20" + digest in body):
            raise Wrong(f"its private `{entry['field']}` is not what was recorded")


def lines_of(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        for line in file:
            if not line.endswith("\n"):
                raise Wrong("the file was cut in the middle of a line")
            yield line[:-1]


def time_of(microseconds):
    moment = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=microseconds)
    return moment.isoformat(timespec="seconds" if not moment.microsecond else "milliseconds" if moment.microsecond % 1000 == 0
                            else "microseconds") + "Z"


def read_heads(path, public_key):
    heads = []
    for line in filter(None, lines_of(path)):
        head = json.loads(line)
        message = (f"nameplate seal 1\nledger {head['ledger']}\nsequence {head['sequence']}\nrecordedAt {head['recordedAt']}\n"
                   f"hash {head['hash']}\n").encode()
        key = head.get("publicKey")
        if public_key and key != public_key:
            raise Wrong("the head is not signed with the key that was given")
        if key and not is_signed_by(bytes.fromhex(key), message, bytes.fromhex(head["signature"])):
            raise Wrong(f"the signature of the head at sequence {head['sequence']} does not fit it")
        heads.append(head)
    if not heads:
        raise Wrong("there is no head in the file")
    return sorted(heads, key=lambda head: head["sequence"])


def check_head(head, event, digest):
    where = f"at sequence {head['sequence']} the ledger is not what it was when the head was exported: "
    if digest.hex() != head["hash"]:
        raise Wrong(where + f"hash {digest.hex()} instead of {head['hash']}")
    if time_of(event["recorded"]) != head["recordedAt"]:
        raise Wrong(where + "recorded at another time")


def check_ledger(path, heads):
    tree, name, recorded, left, events = Tree(), "", 0, list(heads), None
    for place, line in enumerate(lines_of(path)):
        try:
            if events is not None:
                raise Wrong("more lines behind the last one")
            if place == 0:
                if line != FIRST_LINE:
                    raise Wrong("this is not the export of a ledger")
                continue
            if line == written({"end": True, "events": tree.size}):
                events = tree.size
                continue
            event = read_event(line)
            if event["sequence"] != tree.size + 1:
                raise Wrong(f"sequence {event['sequence']} where {tree.size + 1} should stand")
            if event["recorded"] < recorded:
                raise Wrong("recorded before the event before it")
            check_private(event)
        except (Wrong, ValueError, KeyError, TypeError) as error:
            raise Wrong(f"line {place + 1}: {error}") from None
        recorded = event["recorded"]
        tree.add(leaf(event))
        if tree.size == 1:
            name = tree.root()[:16].hex()
            for head in heads:
                if head["ledger"] != name:
                    raise Wrong(f"this is ledger {name} (or its first event was changed), and the head is of {head['ledger']}")
        while left and left[0]["sequence"] == tree.size:
            check_head(left.pop(0), event, tree.root())
    if events is None:
        raise Wrong("the file ends before its last line: it was cut off")
    if left:
        raise Wrong(f"the ledger ends with sequence {events}, and the head is of {left[0]['sequence']}: the end is missing")
    print(f"ledger {name}, {events} events, hash {tree.root().hex()}" if events else "no events")
    if heads:
        print(f"agrees with the head of sequence {heads[-1]['sequence']}; {events - heads[-1]['sequence']} events came after it")


def check_proof(path, head):
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    if proof.get("format") != "nameplate-proof" or proof["head"]["sequence"] != head["sequence"]:
        raise Wrong(f"this is no proof for the head of sequence {head['sequence']}")
    for proven in proof["events"]:
        event = read_event(written(proven["event"]))
        try:
            digest = root_by_path(leaf(event), event["sequence"] - 1, head["sequence"], map(from_hex, proven["path"]))
            if digest is None or digest.hex() != head["hash"]:
                raise Wrong("it is not in the ledger of this head")
        except Wrong as error:
            raise Wrong(f"event {event['sequence']}: {error}") from None
        print(f"{event['sequence']}\t{time_of(event['time'])}\t{event['verb']}")
    print(f"{proof['subject']}: {len(proof['events'])} events stand in ledger {head['ledger']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", nargs="?", metavar="LEDGER.jsonl")
    parser.add_argument("--head", metavar="HEAD.json")
    parser.add_argument("--public-key", metavar="KEY")
    parser.add_argument("--proof", metavar="PROOF.json")
    arguments = parser.parse_args()
    if bool(arguments.ledger) == bool(arguments.proof) or arguments.proof and not arguments.head:
        parser.error("give a ledger, or a proof and its head")
    try:
        heads = read_heads(arguments.head, arguments.public_key) if arguments.head else []
        if arguments.proof:
            check_proof(arguments.proof, heads[-1])
        else:
            check_ledger(arguments.ledger, heads)
    except (Wrong, OSError, ValueError, KeyError, TypeError) as error:
        print(f"check_ledger: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

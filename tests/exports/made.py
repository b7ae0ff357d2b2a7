"""A business made at random."""

import random

from harness import Client

FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(A1)", "'=already quoted", "\u00e4, \"quoted\"; and more", "-5.2")


class Made:
    """A business made at random, through the API as its users do it."""

    def __init__(self, client: Client, dice: random.Random):
        self.client = client
        self.dice = dice
        self.day = 0

    def make(self, path: str, **fields) -> None:
        self.client.post(f"/api/v1/{path}", fields)

    def do(self, verb: str, **fields) -> dict:
        return self.client.post(f"/api/v1/operations/{verb}", fields)

    def time(self) -> str:
        """Later each time, so that nothing is dated before what it touches."""
        self.day += 1
        return f"2026-{1 + self.day // 28:02}-{1 + self.day % 28:02}T08:00:00.{self.dice.randrange(1000):03}Z"

    def master_data(self) -> None:
        self.make("attributes", code="remark", name="Remark", type="text")
        self.make("attributes", code="Weight", name="=Weight", type="number", unit="kg")
        self.make("attributes", code="ok", name="Fine", type="boolean", appliesTo=["unit", "lot"])
        self.make("attributes", code="made", name="Made for", type="choice", choices=["EU", "US, CA", "x;y"])
        self.make("serial-formats", name="tools", template="T-{counter:5}")
        self.make("categories", code="TOOLS", name="+Tools", tracking="serial", serialFormat="tools", attributes=[{"attribute": "ok"}])
        self.make("categories", code="A-DRILLS", name="Drills", parent="TOOLS", attributes=[{"attribute": "made", "requiredAt": ["ship"]}])
        self.make("locations", code="Z-SITE", name="Site", kind="site", tags=["a", "b;c"])
        self.make("locations", code="A-HALL", name="@Hall", kind="hall", parent="Z-SITE", activities=["receive", "register", "move"])
        self.make("locations", code="B-BIN", name="Bin", kind="bin", parent="Z-SITE")
        self.make("parties", code="ACME", name="Acme, Ltd", roles=["customer", "supplier"], contacts=[{"name": "=A", "phone": "+49 1"}], language="de")
        self.make("parties", code="OWNER", name="Owner", roles=["owner"])
        self.make("products", sku="DRILL", name="Drill", category="A-DRILLS", attributes={"remark": "=1+1"}, tags=["one", "two, three"])
        self.make("products", sku="00042", name="Leading zeros", tracking="serial", gtin="4006381333931", codes=[{"code": "ABC", "packQuantity": 5}])
        self.make("products", sku="MILK", name="Milk", tracking="lot", uom="l", decimals=3, units=[{"uom": "ml", "factor": "0.001"}])
        self.make("products", sku="SCREW", name="Screw", tracking="none", externalIds=[{"system": "erp", "id": "007"}])
        self.make("reason-codes", code="why", name="-Why", verbs=["adjust"])

    def traits(self) -> dict:
        attributes = {}
        if self.dice.random() < 0.6:
            attributes["remark"] = self.dice.choice(FORMULAS)
        if self.dice.random() < 0.5:
            attributes["Weight"] = self.dice.choice(("-5.2", "0", "12.000001", 3))
        tags = self.dice.sample(["red", "=tag", "two words", "Äpfel"], self.dice.randrange(3))
        return {"attributes": attributes, "tags": tags}

    def goods(self) -> None:
        self.do("register", items=[{"container": "PAL-1", **self.traits()}], location="B-BIN", time=self.time())
        self.do("register", items=[{"container": "A-BOX"}, {"container": "=BOX"}], holder="PAL-1", time=self.time())
        self.do("register", items=[{"container": "SENT"}], status="shipped", party="ACME", time=self.time())
        places = [{"location": "B-BIN"}, {"location": "A-HALL"}, {"holder": "A-BOX"}, {"holder": "PAL-1"}]
        for number in range(self.dice.randrange(20, 60)):
            product = self.dice.choice(("DRILL", "00042"))
            item = {"product": product, "serial": self.dice.choice(("=", "+", "-", "@", "S", "'", "0")) + f"{number:04}", **self.traits()}
            if self.dice.random() < 0.3:
                item["identifiers"] = [{"kind": "asset-tag", "value": f"AT-{number}"}, {"kind": "maker-serial", "value": f"@{number}"}]
            if self.dice.random() < 0.3:
                item["dates"] = {"produced": "2026-01-05", "expires": "2030-12-31"}
            state = self.dice.choice(("in_stock", "in_stock", "in_repair", "returned", "with_customer", "shipped", "scrapped", "lost", "ordered", "in_transit", "ready_to_ship"))
            where = {"party": "ACME"} if state in ("with_customer", "shipped") else {"location": "B-BIN"} if state == "in_transit" else self.dice.choice(places) if state in ("in_stock", "in_repair", "returned", "ready_to_ship") else {}
            owner = {"owner": "OWNER"} if self.dice.random() < 0.2 else {}
            answer = self.do("register", items=[item], status=state, time=self.time(), **where, **owner)
            if state == "in_stock" and self.dice.random() < 0.2:
                self.do("hold", items=[{"unit": answer["items"][0]["unit"]}], kind=self.dice.choice(("quality", "quarantine")), time=self.time())
        for number in range(self.dice.randrange(3, 12)):
            self.do("register", items=[{"product": "MILK", "lot": f"={number}", "quantity": f"{self.dice.randrange(1, 9000)}.125", **({"weight": "7.5"} if number % 2 else {}), "dates": {"expires": "2027-02-03"}, **self.traits()}], **self.dice.choice(places), time=self.time())
        self.do("register", items=[{"product": "SCREW", "quantity": "100"}], location="B-BIN", time=self.time())

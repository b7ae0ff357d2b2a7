"""Every kind that can be imported, and every way in which a file can be wrong as a whole."""

from harness import Client, Server, check, make_token, scratch_folder, verify
from importing import counts, dry_run, import_all, result, run, upload


def set_up(server: Server) -> Client:
    client = Client(server.port, make_token(server.database))
    client.post("/api/v1/locations", {"code": "SHELF", "name": "Shelf", "kind": "bin"})
    return client


LOCATIONS = {"kind": "locations", "columns": {"Code": "code", "Name": "name", "Kind": "kind", "In": "parent"}}
PRODUCTS = {"kind": "products", "decimal": ",",
            "columns": {"SKU": "sku", "Name": "name", "Tracking": "tracking", "Units": "units", "Codes": "codes", "Ids": "externalIds"}}


def master_data() -> None:
    with scratch_folder() as folder, Server(folder / "records.db") as server:
        client = set_up(server)
        # Children before their parents, three levels deep, and one whose parent never comes.
        places = b"Code,Name,Kind,In\nBIN-1,Bin 1,bin,ROW-1\nROW-1,Row 1,aisle,HALL\nLOST,Lost,bin,NOWHERE\nHALL,Hall,warehouse,\n"
        job = upload(client, LOCATIONS, places)
        for step in (dry_run, run):
            done = step(client, job)
            check(counts(done) == (3, 0, 1, 0), f"{step.__name__}: {done}")
            check([(row["row"], row["reason"], row["found"]) for row in result(client, job, "failed")] ==
                  [(4, "reference.unknown", "NOWHERE")], f"{step.__name__}: {result(client, job)}")
        check(client.get("/api/v1/locations/BIN-1")["parent"] == "ROW-1", "the bin is not in its row")

        products = ("SKU;Name;Tracking;Units;Codes;Ids\nMILK;Milk;lot;box:12,5;4006381333931:ean;ERP:17; SHOP:x\n"
                    "CAM;Camera;serial;;\"[{\"\"code\"\": \"\"M-1\"\", \"\"kind\"\": \"\"maker\"\"}]\";\n").replace("ERP:17; SHOP:x", '"ERP:17; SHOP:x"')
        check(counts(import_all(client, PRODUCTS, products.encode())) == (2, 0, 0, 0), "the products are not made")
        milk = client.get("/api/v1/products/MILK")
        check(milk["units"] == [{"uom": "box", "factor": "12.5"}] and len(milk["externalIds"]) == 2, f"it became {milk}")
        check(client.get("/api/v1/products/CAM")["codes"] == [{"code": "M-1", "kind": "maker"}], "a cell of JSON is read otherwise")
        check(counts(import_all(client, PRODUCTS, products.encode())) == (0, 2, 0, 0), "the second import changes something")
        # A column that is absent, and a cell that is empty, leave the rest as it is.
        renamed = import_all(client, {"kind": "products", "columns": {"SKU": "sku", "Name": "name"}}, b"SKU,Name\nmilk,Whole milk\nCAM,\n")
        check(counts(renamed) == (1, 1, 0, 0), f"renaming: {renamed}")
        milk = client.get("/api/v1/products/MILK")
        check(milk["name"] == "Whole milk" and milk["tracking"] == "lot" and len(milk["units"]) == 1, f"it became {milk}")
        verify(server.database)


LOTS = {"kind": "lots", "decimal": ",", "make": ["products", "locations", "parties"],
        "columns": {"Art": "product", "Lot": "lot", "Qty": "quantity", "Place": "location", "From": "supplier", "Best before": "expires"}}


def lots() -> None:
    with scratch_folder() as folder, Server(folder / "lots.db") as server:
        client = set_up(server)
        mapping = LOTS | {"make": {"products": {"uom": "kg", "decimals": 3}, "locations": {}, "parties": {}}}
        table = (b"Art;Lot;Qty;Place;From;Best before\nHAM;L-1;1.000,5;COLD-1;FARM;31.12.2027\nHAM;L-1;2;COLD-2;FARM;31.12.2027\n"
                 b"HAM;L-2;0;COLD-1;FARM;\nHAM;L-1;7;COLD-1;FARM;\nHAM;L-3;viel;COLD-1;FARM;\n")
        job = upload(client, mapping, table)
        for step in (dry_run, run):
            done = step(client, job)
            check(counts(done) == (2, 0, 3, 0), f"{step.__name__}: {done}")
            check([(row["row"], row["reason"]) for row in result(client, job, "failed")] ==
                  [(4, "quantity.not_positive"), (5, "row.twice"), (6, "quantity.malformed")], f"{step.__name__}: {result(client, job)}")
        again = import_all(client, mapping, table)
        check(counts(again) == (0, 2, 3, 0), f"the second import: {again}")
        moved = client.perform("move", {"items": [{"product": "HAM", "lot": "L-1", "quantity": "2", "from": "COLD-2"}], "location": "SHELF"})
        check(moved.status == 201, f"the move: {moved.text!r}")
        third = import_all(client, mapping, table)
        check(counts(third) == (0, 1, 4, 0), f"what was moved away is brought in again: {third}")
        verify(server.database)


CONTAINERS = {"kind": "containers", "columns": {"Box": "code", "In": "container", "Place": "location"}}


def containers() -> None:
    with scratch_folder() as folder, Server(folder / "containers.db") as server:
        client = set_up(server)
        table = b"Box,In,Place\nBOX-1,PALLET-1,\nBOX-2,PALLET-1,\nPALLET-1,,SHELF\nBOX-3,GONE,\nBOX-4,,NOWHERE\n"
        job = upload(client, CONTAINERS, table)
        for step in (dry_run, run):
            done = step(client, job)
            check(counts(done) == (3, 0, 2, 0), f"{step.__name__}: {done} {result(client, job)}")
        check(client.get("/api/v1/containers/BOX-1")["location"] == "SHELF", "the box is elsewhere")
        check(counts(import_all(client, CONTAINERS, table)) == (0, 3, 2, 0), "the second import changes something")
        # Units into them.
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial"})
        inside = import_all(client, {"kind": "units", "columns": {"S": "serial", "B": "container"}, "constants": {"product": "CAM"}},
                            b"S,B\nA-1,BOX-1\nA-2,BOX-9\n")
        check(counts(inside) == (1, 0, 1, 0), f"units in containers: {inside}")
        verify(server.database)


UNITS = {"kind": "units", "columns": {"S": "serial", "P": "product", "L": "location"}}


def contradictions() -> None:
    with scratch_folder() as folder, Server(folder / "known.db") as server:
        client = set_up(server)
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial"})
        client.post("/api/v1/locations", {"code": "BENCH", "name": "Bench", "kind": "bin"})
        client.post("/api/v1/parties", {"code": "ACME", "name": "Acme", "roles": ["customer"]})
        check(counts(import_all(client, UNITS, b"S,P,L\nA-1,CAM,SHELF\nA-2,CAM,SHELF\nA-3,CAM,SHELF\n")) == (3, 0, 0, 0), "not entered")
        client.perform("move", {"items": [{"product": "CAM", "serial": "A-1"}], "location": "BENCH"})
        client.perform("ship", {"items": [{"product": "CAM", "serial": "A-2"}], "party": "ACME"})
        job = upload(client, UNITS, b"S,P,L\nA-1,CAM,SHELF\nA-2,CAM,SHELF\nA-3,CAM,SHELF\na-3,cam,SHELF\nA-4,CAM,ELSEWHERE\n")
        for step in (dry_run, run):
            done = step(client, job)
            check(counts(done) == (0, 1, 4, 0), f"{step.__name__}: {done}")
            told = [(row["row"], row["reason"], row["column"], row.get("expected")) for row in result(client, job, "failed")]
            check(told == [(2, "row.contradicts", "L", "BENCH"), (3, "row.contradicts", "L", "with ACME"),
                           (5, "row.twice", "S", None), (6, "location.unknown", "L", None)], f"{step.__name__}: {told}")
        verify(server.database)


def attributes_and_tags() -> None:
    with scratch_folder() as folder, Server(folder / "traits.db") as server:
        client = set_up(server)
        for code, kind in (("depth", "number"), ("built", "date"), ("version", "text")):
            client.post("/api/v1/attributes", {"code": code, "name": code, "type": kind, "appliesTo": ["unit"]})
        client.post("/api/v1/categories", {"code": "C", "name": "C", "attributes": [{"attribute": code} for code in ("depth", "built", "version")]})
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial", "category": "C"})
        mapping = {"kind": "units", "decimal": ",", "constants": {"product": "CAM", "location": "SHELF"},
                   "columns": {"S": "serial", "D": "attribute.depth", "B": "attribute.built", "V": "attribute.version", "T": "tags"}}
        table = b"S;D;B;V;T\nA-1;12,50;01.03.2024;10.10.10;red, big\nA-2;deep;;;\nA-3;;;;\n"
        job = upload(client, mapping, table)
        for step in (dry_run, run):
            done = step(client, job)
            check(counts(done) == (2, 0, 1, 0), f"{step.__name__}: {done} {result(client, job)}")
            told = [(row["row"], row["reason"], row["column"]) for row in result(client, job, "failed")]
            check(told == [(3, "attribute.type", "D")], f"{step.__name__}: {told}")
        unit = client.get("/api/v1/units/" + client.get("/api/v1/units", serial="A-1")["units"][0]["id"])
        check(unit["attributes"] == {"built": "2024-03-01", "depth": "12.5", "version": "10.10.10"}, f"it bears {unit}")
        check(sorted(unit["tags"]) == ["big", "red"], f"it bears {unit}")
        check(counts(import_all(client, mapping, table)) == (0, 2, 1, 0), "the second import changes something")
        changed = import_all(client, mapping, b"S;D;B;V;T\nA-1;13;;;\nA-3;;;;green\n")
        check(counts(changed) == (2, 0, 0, 0), f"changing: {changed}")
        unit = client.get(f"/api/v1/units/{unit['id']}")
        check(unit["attributes"]["depth"] == "13" and sorted(unit["tags"]) == ["big", "red"], f"it bears {unit}")
        verify(server.database)


def whole_files() -> None:
    with scratch_folder() as folder, Server(folder / "files.db") as server:
        client = set_up(server)
        for content, reason in ((b"S,P,L\nA,\"open\n", "csv.quote_open"), (b"S,P\nA,B\n", "mapping.column_missing"),
                                (b"S,P,L,l\nA,B,C,D\n", "mapping.column_twice"), (b"\n", "csv.empty"),
                                (b"S,P,L\n" + b"x" * (2 * 2**20), "csv.cell_too_long")):
            for step in (dry_run, run):
                ended = step(client, upload(client, UNITS, content))
                check((ended["state"], ended.get("reason")) == ("failed", reason), f"{content[:40]!r}: {ended}")
        empty = import_all(client, UNITS, b"S,P,L,Unused\n")
        check(counts(empty) == (0, 0, 0, 0) and empty["unmapped"] == ["Unused"], f"a file of only a header: {empty}")


def three_in_many(rows: int) -> None:
    with scratch_folder() as folder, Server(folder / "three.db") as server:
        client = set_up(server)
        client.post("/api/v1/products", {"sku": "CAM", "name": "Camera", "tracking": "serial"})
        lines = [f"N-{number},CAM,SHELF" for number in range(rows)]
        wrong = {rows // 7: "1.5E+12,CAM,SHELF", rows // 2: "N-5,CAM,SHELF", rows - 1: "N-x,CAM,NOWHERE"}
        for place, line in wrong.items():
            lines[place] = line
        job = upload(client, UNITS, ("S,P,L\n" + "\n".join(lines)).encode())
        checked = dry_run(client, job)
        told = [(row["row"], row["reason"]) for row in result(client, job, "failed")]
        reasons = ("spoilt.rounded", "row.twice", "location.unknown")
        check(told == [(place + 2, reason) for place, reason in zip(wrong, reasons, strict=True)], f"told were {told}")
        check(counts(checked) == (rows - 3, 0, 3, 0), f"it counts {checked}")


CASES = {
    "master_data_is_made_changed_and_left_alone": master_data,
    "lots_are_brought_in_once": lots,
    "containers_wait_for_what_they_are_in": containers,
    "attributes_and_tags_are_set_and_changed": attributes_and_tags,
    "what_contradicts_the_ledger_is_refused": contradictions,
    "a_file_that_cannot_be_read_stops_the_job": whole_files,
}

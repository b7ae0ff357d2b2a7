"""What should be there after examples/messy-units.mapping.json, told row by row in the simplest way."""

import csv
import datetime
import io
import re
from dataclasses import dataclass, field

STATUS_WORDS = {"": "in_stock", "lager": "in_stock", "auflager": "in_stock", "verkauft": "with_customer", "ankunden": "with_customer",
                "inreparatur": "in_repair", "rep.": "in_repair", "schrott": "scrapped", "in_repair": "in_repair"}
HOLD_WORDS = {"": "", "gesperrt": "quarantine", "qualität": "quality"}
SPOILT_DATE = re.compile(r"(\d{1,2}\. ?)?(Jan|Feb|Mrz|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)( \d\d)?")


@dataclass
class Unit:
    row: int
    product: str
    serial: str  # empty: generated
    status: str
    place: str  # code of the location or party
    imei: str = ""
    hold: str = ""
    produced: str = ""
    sold_at: str = ""


@dataclass
class Expected:
    units: list[Unit] = field(default_factory=list)
    bad: dict[int, str] = field(default_factory=dict)  # row -> reason


def luhn(digits: str) -> bool:
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if i % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def day(text: str) -> datetime.date | None:
    found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d\d|\d{4})", text)
    if not found:
        return None
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    try:
        return datetime.date(year, int(found[2]), int(found[1]))
    except ValueError:
        return None


def cell_fault(row: dict) -> str:
    """Why a row cannot even be read."""
    serial, imei = row["Seriennummer"], row["IMEI"]
    if re.fullmatch(r"\d,\d+E\+\d\d", serial):
        return "spoilt.rounded"
    if SPOILT_DATE.fullmatch(serial):
        return "spoilt.date"
    if re.fullmatch(r"\d,\d+E\+\d\d", imei):
        return "spoilt.rounded"
    if imei and len(imei) < 15:
        return "spoilt.zeros_lost"
    if imei and not luhn(imei):
        return "number.check_digit"
    if row["status"] is None:
        return "row.value"
    if row["Verkauft am"] and day(row["Verkauft am"]) is None:
        return "date.malformed"
    return ""


def expect(content: bytes, products: set[str]) -> Expected:
    expected = Expected()
    serials: set[tuple[str, str]] = set()
    imeis: set[str] = set()
    table = csv.DictReader(io.StringIO(content.decode("cp1252"), newline=""), delimiter=";")
    for number, raw in enumerate(table, start=2):
        row: dict = {name: (cell or "").strip() for name, cell in raw.items()}
        row["status"] = STATUS_WORDS.get(row["Status"].lower().replace(" ", ""))
        fault = cell_fault(row)
        key = (row["Modell"].upper(), row["Seriennummer"].upper())
        if not fault and key[1] and key in serials:
            fault = "row.twice"
        if not fault:
            serials.add(key)
            if row["IMEI"] and row["IMEI"] in imeis:
                fault = "identifier.twice"
            imeis.add(row["IMEI"])
        sold = row["status"] == "with_customer"
        if not fault and row["Modell"] not in products:
            fault = "product.unknown"
        if not fault and sold and not row["Kunde"]:
            fault = "holder.missing"
        if fault:
            expected.bad[number] = fault
            continue
        place = row["Kunde"] if sold else "" if row["status"] == "scrapped" else row["Lagerort"]
        produced = day(row["Hergestellt"])
        sold_at = day(row["Verkauft am"]) if row["Verkauft am"] else None
        expected.units.append(Unit(number, row["Modell"], row["Seriennummer"], row["status"], place, row["IMEI"],
                                   HOLD_WORDS[row["Sperre"].lower()], produced.isoformat() if produced else "",
                                   (sold_at - datetime.timedelta(days=1)).isoformat() + "T23:00:00Z" if sold_at else ""))
    return expected

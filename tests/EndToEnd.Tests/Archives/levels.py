"""Compares exported levels with the archived bodies of one market's day, both read with nothing of ours.

levels.py ARCHIVE_FOLDER EXPORT_FOLDER: prints the number of rows and, in further lines, what differs."""
import csv
import glob
import gzip
import json
import os
import sys
from decimal import Decimal


def books(folder):
    """The earliest capture of each slot."""
    slots = {}
    for path in glob.glob(os.path.join(folder, "2*.json.gz")):
        with open(os.path.join(folder, "_" + os.path.basename(path) + ".meta.json")) as file:
            meta = json.load(file)
        slot = os.path.basename(path).split("-")[0]
        slots.setdefault(slot, []).append((meta["received-at"], path, meta.get("time-source", "received")))
    for slot, captures in sorted(slots.items()):
        received_at, path, source = min(captures)
        with gzip.open(path) as file:
            yield slot, received_at, source, json.load(file)


def ladder(entries, is_ask):
    prices = {}
    for entry in entries:
        price = Decimal(entry[0])
        prices[price] = prices.get(price, Decimal(0)) + Decimal(entry[1])
    return sorted(prices.items(), reverse=not is_ask)


def expected(folder):
    for slot, received_at, source, body in books(folder):
        start = f"{slot[:4]}-{slot[4:6]}-{slot[6:8]}T{slot[9:11]}:{slot[11:13]}:{slot[13:15]}Z"
        sequence = body.get("sequence", body.get("lastUpdateId"))
        for side, field in (("buy", "asks"), ("sell", "bids")):
            for position, (price, quantity) in enumerate(ladder(body[field], field == "asks"), 1):
                yield start, side, position, price, quantity, received_at[:26], source, sequence


def row(fields):
    assert "E" not in fields["price"] + fields["quantity"], "an exponent"
    return (
        fields["slot"], fields["side"], int(fields["position"]), Decimal(fields["price"]), Decimal(fields["quantity"]),
        fields["received_at"][:26], fields["time_source"], int(fields["sequence"]))


def exported(folder):
    for path in glob.glob(os.path.join(folder, "*.gz")):
        with gzip.open(path, "rt", newline="") as file:
            lines = csv.DictReader(file) if path.endswith(".csv.gz") else map(json.loads, file)
            yield from map(row, lines)


wanted, had = list(expected(sys.argv[1])), list(exported(sys.argv[2]))
print(len(had))
for one, other in zip(wanted, had):
    if one != other:
        print(f"{other} instead of {one}")
if len(wanted) != len(had):
    print(f"{len(wanted)} rows were expected")

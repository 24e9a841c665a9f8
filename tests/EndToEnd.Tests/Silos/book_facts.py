"""Recomputes the facts of one archived book with exact fractions, from METRICS.md and nothing of the product.

usage: book_facts.py BODY ORDER_SIZES FILL_SIZES BANDS_BPS WHOLE_AT RATE FEE_IN   (lists comma-separated; prints sorted lines)
WHOLE_AT: a side with fewer levels than this is whole; 0: both sides always are. FEE_IN: quote or received.
"""
import json
import sys
from fractions import Fraction


def text(value, scale=18, half_even=True):
    """A decimal rounded once: half-even, or down."""
    scaled = value * 10**scale
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if half_even and (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)):
        whole += 1
    digits = str(whole).rjust(scale + 1, "0")
    return (digits[:-scale] + "." + digits[-scale:]).rstrip("0").rstrip(".")


def bps(value):
    return repr(float(value * 10000))


def walk(levels, size):
    fills, left = [], size
    for position, (price, quantity) in enumerate(levels, 1):
        if left == 0:
            break
        if price * quantity <= left:
            fills.append((position, price, quantity, price * quantity))
        else:
            fills.append((position, price, left / price, left))
        left -= fills[-1][3]
    return fills, left


def all_in(side, filled, quantity, rate, fee_in):
    if side == "sell":
        return (filled - filled * rate) / quantity
    return (filled + filled * rate) / quantity if fee_in == "quote" else filled / (quantity - quantity * rate)


def costs(side, levels, mid, is_whole, sizes, fill_sizes, rate, fee_in):
    sign = 1 if side == "buy" else -1
    for size in sizes:
        fills, left = walk(levels, size)
        filled, quantity = sum(f[3] for f in fills), sum(f[2] for f in fills)
        complete = left == 0
        # Only the last fill can be a quotient, so the sum is rounded where that fill is.
        shown = sum((f[2] for f in fills[:-1]), Fraction(0)) + Fraction(text(fills[-1][2], half_even=False)) if fills else Fraction(0)
        slippage = bps(sign * (filled / quantity / mid - 1)) if complete and mid else "None"
        best = bps(sign * (filled / quantity / levels[0][0] - 1)) if complete else "None"
        reason = "None" if complete else "one_sided" if not levels else "shallow" if is_whole else "truncated"
        print("cost", side, size, complete, reason, text(filled), text(shown),
              text(filled / quantity) if fills else "None", text(fills[-1][1]) if fills else "None", slippage, best, len(fills),
              float(rate), text(filled * rate) if complete else "None",
              text(all_in(side, filled, quantity, rate, fee_in)) if complete else "None",
              bps(sign * (all_in(side, filled, quantity, rate, fee_in) / mid - 1)) if complete and mid else "None", sep="|")
        if size in fill_sizes:
            for position, price, taken, amount in fills:
                print("fill", side, size, position, text(price), text(taken, half_even=False), text(amount), sep="|")


def depth(side, levels, mid, is_whole, bands):
    for band in bands:
        edge = mid * (1 + Fraction(band, 10000)) if side == "buy" else mid * (1 - Fraction(band, 10000))
        inside = [l for l in levels if (l[0] <= edge if side == "buy" else l[0] >= edge)]
        if not is_whole and len(inside) == len(levels):
            print("depth", side, band, "None", "None", "None", "truncated", sep="|")
            continue
        print("depth", side, band, text(sum((q for _, q in inside), Fraction(0))), text(sum((p * q for p, q in inside), Fraction(0))),
              len(inside), "None", sep="|")


def main(path, sizes, fill_sizes, bands, whole_at, rate, fee_in):
    book = json.load(open(path), parse_float=str, parse_int=str)
    sides = {side: [(Fraction(row[0]), Fraction(row[1])) for row in book[name]] for side, name in (("buy", "asks"), ("sell", "bids"))}
    mid = (sides["buy"][0][0] + sides["sell"][0][0]) / 2
    print("book", text(sides["sell"][0][0]), text(sides["buy"][0][0]), text(mid), len(sides["sell"]), len(sides["buy"]), sep="|")
    for side, levels in sides.items():
        is_whole = int(whole_at) == 0 or len(levels) < int(whole_at)
        costs(side, levels, mid, is_whole, [int(s) for s in sizes.split(",")], [int(s) for s in fill_sizes.split(",")],
              Fraction(rate), fee_in)
        depth(side, levels, mid, is_whole, [int(b) for b in bands.split(",")])


main(*sys.argv[1:])

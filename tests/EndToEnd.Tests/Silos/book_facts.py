"""Recomputes the facts of one archived book with exact fractions, from docs/metrics.md and nothing of the product.

usage: book_facts.py BODY ORDER_SIZES FILL_SIZES BANDS_BPS IS_WHOLE RATE FEE_IN   (lists comma-separated; prints sorted lines)
IS_WHOLE: whether the exchange promises whole books. FEE_IN: quote or received.
"""
import json
import sys
from fractions import Fraction


def text(value, scale=18, half_even=True):
    """A decimal rounded once: half-even, or down."""
    if value < 0:
        return "-" + text(-value, scale, half_even)
    scaled = value * 10**scale
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if half_even and (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)):
        whole += 1
    digits = str(whole).rjust(scale + 1, "0")
    return (digits[:-scale] + "." + digits[-scale:]).rstrip("0").rstrip(".")


def number(value):
    """A double, marked as one."""
    return "~" + repr(float(value))


def bps(value):
    return number(value * 10000)


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


def impact(sign, levels, fills, mid, complete, reason, is_whole):
    if not complete:
        return "None", "None", reason
    # The last level taken, or the next where nothing of it is left.
    position, price, taken, _ = fills[-1]
    end = position if taken == levels[position - 1][1] else position - 1
    if end == len(levels):
        return "None", "None", "shallow" if is_whole else "truncated"
    return bps(sign * (levels[end][0] / mid - 1)), bps(sign * (levels[end][0] / levels[0][0] - 1)), "None"


def sell(levels, quantity):
    """Proceeds of a quantity and whether the levels hold it."""
    amount, left = Fraction(0), quantity
    for price, held in levels:
        amount, left = amount + price * min(held, left), left - min(held, left)
    return amount, left == 0


def round_trips(asks, bids, sizes, rate, fee_in, whole):
    for size in sizes:
        fills, left = walk(asks, size)
        quantity = sum((Fraction(text(f[2], half_even=False)) for f in fills), Fraction(0))
        received, is_sold = sell(bids, quantity)
        complete = left == 0 and is_sold
        reason = "None" if complete else "shallow" if whole["buy" if left else "sell"] else "truncated"
        # With fees: the buy has so much less to spend, the sale brings so much less.
        budget = Fraction(text(size / (1 + rate), half_even=False)) if fee_in == "quote" else Fraction(size)
        bought = sum((Fraction(text(f[2], half_even=False)) for f in walk(asks, budget)[0]), Fraction(0))
        bought = bought if fee_in == "quote" else Fraction(text(bought * (1 - rate), half_even=False))
        net = Fraction(text(sell(bids, bought)[0]))
        net -= Fraction(text(net * rate))
        received = Fraction(text(received))
        print("trip", size, complete, reason, text(quantity), *((text(received), text(size - received), bps((size - received) / size),
              text(size - net), bps((size - net) / size)) if complete else ("None",) * 5), sep="|")


def inside(side, levels, mid, band):
    edge = mid * (1 + Fraction(band, 10000)) if side == "buy" else mid * (1 - Fraction(band, 10000))
    return [l for l in levels if (l[0] <= edge if side == "buy" else l[0] >= edge)]


def imbalances(sides, mid, whole, bands):
    for band in bands:
        held = {side: inside(side, levels, mid, band) for side, levels in sides.items()}
        if any(not whole[side] and len(held[side]) == len(sides[side]) for side in sides):
            print("imbalance", band, "None", "truncated", sep="|")
            continue
        asks, bids = (sum((q for _, q in held[side]), Fraction(0)) for side in ("buy", "sell"))
        print("imbalance", band, number((bids - asks) / (bids + asks)) if bids + asks else "None", "None" if bids + asks else "shallow", sep="|")


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
              number(rate), text(filled * rate) if complete else "None",
              text(all_in(side, filled, quantity, rate, fee_in)) if complete else "None",
              bps(sign * (all_in(side, filled, quantity, rate, fee_in) / mid - 1)) if complete and mid else "None",
              *impact(sign, levels, fills, mid, complete, reason, is_whole),
              text(2 * sign * (filled / quantity - mid)) if complete else "None",
              bps(2 * sign * (filled / quantity / mid - 1)) if complete else "None",
              text(sign * (filled - levels[0][0] * quantity)) if complete else "None", sep="|")
        if size in fill_sizes:
            for position, price, taken, amount in fills:
                print("fill", side, size, position, text(price), text(taken, half_even=False), text(amount), sep="|")


def depth(side, levels, mid, is_whole, bands):
    for band in bands:
        held = inside(side, levels, mid, band)
        if not is_whole and len(held) == len(levels):
            print("depth", side, band, "None", "None", "None", "truncated", text(mid), sep="|")
            continue
        print("depth", side, band, text(sum((q for _, q in held), Fraction(0))), text(sum((p * q for p, q in held), Fraction(0))),
              len(held), "None", text(mid), sep="|")


def main(path, sizes, fill_sizes, bands, is_whole, rate, fee_in):
    book = json.load(open(path), parse_float=str, parse_int=str)
    sides = {side: [(Fraction(row[0]), Fraction(row[1])) for row in book[name]] for side, name in (("buy", "asks"), ("sell", "bids"))}
    mid = (sides["buy"][0][0] + sides["sell"][0][0]) / 2
    (ask, asked), (bid, offered) = sides["buy"][0], sides["sell"][0]
    print("book", text(bid), text(ask), text(mid), len(sides["sell"]), len(sides["buy"]), bps((ask - bid) / mid),
          text((ask * offered + bid * asked) / (asked + offered)), sep="|")
    whole = {side: is_whole == "True" for side in sides}
    imbalances(sides, mid, whole, [int(b) for b in bands.split(",")])
    round_trips(sides["buy"], sides["sell"], [int(s) for s in sizes.split(",")], Fraction(rate), fee_in, whole)
    for side, levels in sides.items():
        is_whole = whole[side]
        costs(side, levels, mid, is_whole, [int(s) for s in sizes.split(",")], [int(s) for s in fill_sizes.split(",")],
              Fraction(rate), fee_in)
        depth(side, levels, mid, is_whole, [int(b) for b in bands.split(",")])


main(*sys.argv[1:])

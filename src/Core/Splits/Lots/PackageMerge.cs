using System.Numerics;
using OrderBookSilo.Core.Splits.Merging;

namespace OrderBookSilo.Core.Splits.Lots;

/// <summary>
/// The cheapest way to make up a total from lanes whose lots divide one another: docs/metrics.md 2.2, PACKAGE-MERGE. Lots of
/// equal price are counted rather than listed.
/// </summary>
internal static class PackageMerge
{
    /// <summary>The number of lots to take of each lane; null when they cannot make up the total.</summary>
    /// <param name="lanes">Each lane with its lots' costs ascending; every lot size divides every larger one, and the smallest is 1.</param>
    /// <param name="total">In units of the smallest lot.</param>
    public static Int128[]? Solve(IReadOnlyList<LotLane> lanes, Int128 total)
    {
        var taken = new Int128[lanes.Count];
        var stack = new ParcelStack();
        Int128 lot = 1;
        foreach (var group in lanes.Select((lane, index) => (Lane: lane, Index: index)).GroupBy(lane => lane.Lane.Lot).OrderBy(group => group.Key))
        {
            // Only smaller lots can supply the part that a larger lot does not divide.
            var ratio = group.Key / lot;
            var residue = total / lot % ratio;
            if (!stack.TryTake(residue, taken))
            {
                return null;
            }

            total -= residue * lot;
            lot = group.Key;
            stack = stack.InPackagesOf(ratio).With(group.SelectMany(lane => lane.Lane.Runs.Select(run => Parcel.Lots(lane.Index, run))));
        }

        return total % lot == 0 && stack.TryTake(total / lot, taken) ? taken : null;
    }

    /// <summary>Parcels of one size, the cheapest first.</summary>
    private sealed class ParcelStack(IReadOnlyList<(Parcel Parcel, Int128 Count)> parcels)
    {
        private int next;
        private Int128 takenOfNext;

        public ParcelStack()
            : this([])
        {
        }

        public bool TryTake(Int128 count, Int128[] taken)
        {
            while (count > 0 && next < parcels.Count)
            {
                var (parcel, available) = parcels[next];
                var part = Int128.Min(count, available - takenOfNext);
                parcel.Unpack(part, taken);
                count -= part;
                takenOfNext += part;
                if (takenOfNext == available)
                {
                    (next, takenOfNext) = (next + 1, 0);
                }
            }

            return count == 0;
        }

        /// <summary>The remaining parcels grouped in order into packages of this many; too few for a package are dropped.</summary>
        public ParcelStack InPackagesOf(Int128 size)
        {
            var packages = new List<(Parcel, Int128)>();
            var open = new List<(Parcel, Int128)>();
            Int128 opened = 0;
            for (var i = next; i < parcels.Count; i++)
            {
                var (parcel, count) = parcels[i];
                count -= i == next ? takenOfNext : 0;
                if (opened > 0)
                {
                    var part = Int128.Min(count, size - opened);
                    open.Add((parcel, part));
                    (opened, count) = (opened + part, count - part);
                    if (opened == size)
                    {
                        packages.Add((Parcel.Of([.. open]), 1));
                        open.Clear();
                        opened = 0;
                    }
                }

                if (count >= size)
                {
                    packages.Add((Parcel.Of([(parcel, size)]), count / size));
                }

                if (count % size > 0)
                {
                    open.Add((parcel, count % size));
                    opened += count % size;
                }
            }

            return new ParcelStack(packages);
        }

        public ParcelStack With(IEnumerable<(Parcel Parcel, Int128 Count)> others) =>
            new([.. parcels.Concat(others).OrderBy(parcel => parcel.Parcel.Cost)]);
    }

    /// <summary>One lot, or a package of smaller parcels.</summary>
    private sealed class Parcel(BigInteger cost, int lane, IReadOnlyList<(Parcel Parcel, Int128 Count)> parts)
    {
        public BigInteger Cost => cost;

        public static (Parcel Parcel, Int128 Count) Lots(int lane, LotRun run) => (new Parcel(run.Cost, lane, []), run.Count);

        public static Parcel Of(IReadOnlyList<(Parcel Parcel, Int128 Count)> parts) =>
            new(parts.Aggregate(BigInteger.Zero, (sum, part) => sum + part.Parcel.Cost * part.Count), -1, parts);

        public void Unpack(Int128 count, Int128[] taken)
        {
            if (parts.Count == 0)
            {
                taken[lane] += count;
            }

            foreach (var part in parts)
            {
                part.Parcel.Unpack(part.Count * count, taken);
            }
        }
    }
}

/// <summary>The lots available in one lane, the cheapest first.</summary>
/// <param name="Lot">In units of the smallest lot of all lanes.</param>
internal sealed record LotLane(Int128 Lot, IReadOnlyList<LotRun> Runs);

/// <summary>A number of lots with the same cost.</summary>
internal readonly record struct LotRun(BigInteger Cost, Int128 Count);

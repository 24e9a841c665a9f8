namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>The unit of the last decimal, as exchanges write it.</summary>
internal static class Steps
{
    /// <summary><c>0.01</c> for 2 decimals, <c>1</c> for none.</summary>
    public static string Short(int decimals) => decimals == 0 ? "1" : $"0.{new string('0', decimals - 1)}1";

    /// <summary>The same with 8 decimals: <c>0.01000000</c>.</summary>
    public static string Padded(int decimals) => decimals == 0 ? "1.00000000" : Short(decimals).PadRight(10, '0');
}

namespace OrderBookSilo.Io.Postgres;

// What is forgotten after a time.
public sealed partial class Warehouse
{
    /// <summary>Forgets the fills of the months before the given number of whole months, one at least, and the present one; says how many months it emptied.</summary>
    public Task<int> DropOldFillsAsync(int keepMonths, CancellationToken cancel) => RunAsync(
        async connection =>
        {
            await using var command = connection.Command("SELECT drop_old_fills($1)", keepMonths);
            return (int)(await command.ExecuteScalarAsync(cancel))!;
        },
        cancel);
}

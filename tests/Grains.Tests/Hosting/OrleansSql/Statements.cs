using Npgsql;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>Runs the statements of OrleansQuery by key, as Orleans' providers do: named parameters in, columns by name out.</summary>
internal sealed class Statements(TestDatabase database)
{
    public async Task<List<Dictionary<string, object?>>> QueryAsync(string key, params (string Name, object? Value)[] parameters)
    {
        var text = await database.ScalarAsync<string>($"SELECT querytext FROM orleans.orleansquery WHERE querykey = '{key}'");
        await using var command = database.Source.CreateCommand(text ?? throw new ArgumentException($"no statement '{key}'"));
        foreach (var (name, value) in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter(name, value ?? DBNull.Value));
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<Dictionary<string, object?>>();
        while (await reader.ReadAsync())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column), StringComparer.OrdinalIgnoreCase));
        }

        return rows;
    }

    /// <summary>The only column of the only row.</summary>
    public async Task<object?> ScalarAsync(string key, params (string Name, object? Value)[] parameters) =>
        Assert.Single(Assert.Single(await QueryAsync(key, parameters)).Values);
}

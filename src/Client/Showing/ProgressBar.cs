using System.Globalization;
using Spectre.Console;

namespace OrderBookSilo.Client.Showing;

/// <summary>How far a long piece of work is: a bar on a terminal, nothing elsewhere.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports how much of the total is done.</summary>
    /// <param name="total">In any unit; 0 when it is not known.</param>
    public static async Task<T> RunAsync<T>(Screen screen, string title, double total, Func<IProgress<double>, Task<T>> work)
    {
        if (!screen.IsTerminal)
        {
            return await work(new Done(null));
        }

        ProgressColumn[] columns = total > 0
            ? [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()]
            : [new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()];
        return await screen.Out.Progress().AutoClear(true).Columns(columns).StartAsync(context =>
        {
            var bar = context.AddTask(Words.Safe(title), maxValue: total > 0 ? total : double.MaxValue);
            return work(new Done(bar));
        });
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:N1} kB"),
        < 10_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB"),
    };

    private sealed class Done(ProgressTask? bar) : IProgress<double>
    {
        public void Report(double value) => bar?.Value(value);
    }
}

using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>Progress of a long operation: a bar on a terminal, nothing elsewhere.</summary>
internal sealed class ProgressBar
{
    private readonly ProgressTask? bar;

    private ProgressBar(ProgressTask? bar) => this.bar = bar;

    /// <summary>Runs work that reports how much of the total is done.</summary>
    /// <param name="total">In any unit; 0 when it is unknown.</param>
    public static async Task<T> RunAsync<T>(Screen screen, string title, double total, Func<ProgressBar, Task<T>> work)
    {
        if (!screen.IsTerminal)
        {
            return await work(new ProgressBar(null));
        }

        ProgressColumn[] columns = total > 0
            ? [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()]
            : [new TaskDescriptionColumn(), new SpinnerColumn(), new ElapsedTimeColumn()];
        return await screen.Out.Progress().AutoClear(true).Columns(columns).StartAsync(context =>
            work(new ProgressBar(context.AddTask(Words.Safe(title), maxValue: total > 0 ? total : double.MaxValue))));
    }

    public void Report(double done) => bar?.Value(done);

    /// <summary>Shows progress as text, when the total is unknown.</summary>
    public void Say(string text)
    {
        if (bar is not null)
        {
            bar.Description = Words.Safe(text);
        }
    }
}

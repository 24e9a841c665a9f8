using OrderBookSilo.Core.Fees;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Workers;

/// <summary>
/// Reads the fee schedules before any market is pulled, and again every hour, because a user may have added rows. While the database
/// is unavailable, the schedules read last stay in force, or the built-in ones if none were read.
/// </summary>
internal sealed partial class FeeWatch(
    IFeeStore store, MarketFees fees, TimeProvider time, ILogger<FeeWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private readonly HashSet<string> logged = new(StringComparer.Ordinal);

    /// <summary>Refuses to start with an unknown fee profile; only the database knows which profiles exist.</summary>
    public static async Task CheckProfilesAsync(SiloSettings settings, IFeeStore store)
    {
        var (rows, problems) = await store.ReadFeeRowsAsync(CancellationToken.None);
        var schedules = new FeeSchedules(rows);
        foreach (var (venue, trader) in settings.Fees.Where(venue => venue.Value.Profile != FeeSchedules.StandardProfile))
        {
            var known = schedules.ProfilesOf(venue);
            if (!known.Contains(trader.Profile))
            {
                var unread = problems.Where(problem => problem.StartsWith($"{venue}/{trader.Profile}/", StringComparison.Ordinal));
                throw new ConfigurationException(
                    $"Venues:{venue}:FeeProfile",
                    string.Join("; a row of dim_fee_schedule cannot be used: ", [$"{venue} has no fee profile '{trader.Profile}'; its profiles are {string.Join(", ", known)}", .. unread]));
            }
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReadAsync(stoppingToken);
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        try
        {
            var (rows, problems) = await store.ReadFeeRowsAsync(cancel);
            fees.Use(new FeeSchedules(rows));
            foreach (var problem in problems.Where(logged.Add))
            {
                LogLeftOut(problem);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogNotRead(problem.Message);
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "Ignoring a row of dim_fee_schedule: {Problem}")]
    private partial void LogLeftOut(string problem);

    [LoggerMessage(2302, LogLevel.Warning, "Could not reload the fee schedules: {Message}; keeping the previous ones")]
    private partial void LogNotRead(string message);
}

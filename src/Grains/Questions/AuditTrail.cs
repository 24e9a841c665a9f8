using Microsoft.Extensions.Logging;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// Records the changes that callers ask for, before they are answered. A change whose record cannot be written is made all the
/// same, because pulls and operation must not depend on it; then the log has what the record would have had.
/// </summary>
public sealed partial class AuditTrail(IAuditLog store, TimeProvider time, ILogger<AuditTrail> log)
{
    private const string RecordedKey = "orderbook.recorded";
    private const int Ok = 200;

    /// <summary>How long an answer waits for its record.</summary>
    private static readonly TimeSpan WriteTimeMax = TimeSpan.FromSeconds(2);

    /// <summary>Says to the grains that a change of this request is recorded by the HTTP API.</summary>
    public static void RecordHere() => RequestContext.Set(RecordedKey, true);

    /// <summary>Records what a client of a gateway asked for; what came over HTTP is recorded there, with its caller.</summary>
    public async Task<Answer<T>> RecordAsync<T>(string action, string subject, Task<Answer<T>> change)
        where T : class
    {
        int? status = null;
        try
        {
            var answer = await change;
            status = answer.Problem?.Status ?? Ok;
            return answer;
        }
        finally
        {
            if (RequestContext.Get(RecordedKey) is not true)
            {
                await AddAsync(new RecordedChange(
                    time.GetUtcNow(), ChangeCaller.Gateway, KeyName: null, Address: null, action, Shown.Of(subject), Parameters: null, status));
            }
        }
    }

    /// <summary>Never throws.</summary>
    public async Task AddAsync(RecordedChange change)
    {
        using var deadline = new Deadline(WriteTimeMax, TimeProvider.System);
        try
        {
            await store.AddAsync(change, deadline.Token);
        }
        catch (Exception e)
        {
            LogNotRecorded(
                change.Action, change.Subject, change.Parameters, change.Caller.Text(), change.KeyName, change.Address, change.Outcome.Text(),
                deadline.IsTimeUp ? $"no answer within {WriteTimeMax.TotalSeconds} s" : e.Message);
        }
    }

    [LoggerMessage(1403, LogLevel.Error, "A change could not be recorded in audit_log: {Action} {Subject} {Parameters} by {Caller} {KeyName} from {Address}: {Outcome}. Reason: {Reason}")]
    private partial void LogNotRecorded(
        string action, string? subject, string? parameters, string caller, string? keyName, string? address, string outcome, string reason);
}

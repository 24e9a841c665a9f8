using System.Net;
using Amazon.Runtime;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Io.Archive;

/// <summary>What an S3 store's errors mean: it is unavailable for the moment, or it refuses for good.</summary>
internal static class S3Errors
{
    /// <summary>Runs a request; what the store answers or fails to answer is thrown as <see cref="StoreUnavailableException"/>.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsUnavailability(failure) && !cancel.IsCancellationRequested)
        {
            throw Refusal(failure) ?? new StoreUnavailableException("archive", failure);
        }
    }

    /// <summary>A store that holds other bytes than it was sent: like a refusal, it may concern one object or all.</summary>
    public static StoreUnavailableException Damage(string key, string found) =>
        new("archive", new InvalidDataException($"{key}: the store holds other bytes than it was sent: {found}")) { IsRefusal = true };

    // A response that the same request will get again. The store's own words, which may name accounts, are for the log only. No error code tells its scope: AccessDenied may concern a key or the whole bucket.
    private static StoreUnavailableException? Refusal(Exception failure)
    {
        if (failure is not AmazonServiceException answer
            || answer.StatusCode is < HttpStatusCode.BadRequest or HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests
            || (answer.StatusCode >= HttpStatusCode.InternalServerError && answer.StatusCode != HttpStatusCode.NotImplemented))
        {
            return null;
        }

        var isUnsupported = answer.StatusCode == HttpStatusCode.NotImplemented;
        var reason = isUnsupported
            ? "it does not support conditional puts (the header If-None-Match: *), without which objects could be overwritten"
            : $"it refuses the request ({(int)answer.StatusCode} {answer.ErrorCode})";
        return new("archive", new InvalidOperationException(reason, failure)) { IsRefusal = true, IsUnsupported = isUnsupported };
    }

    // Whatever else goes wrong between here and the store is its trouble, also what nobody has seen before.
    private static bool IsUnavailability(Exception failure) =>
        failure is not (InvalidDataException or ArgumentException or StoreUnavailableException);
}

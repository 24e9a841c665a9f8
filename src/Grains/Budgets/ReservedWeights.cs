using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Budgets;

/// <summary>Converts reservations to their form in messages and in stored state, and back.</summary>
internal static class ReservedWeights
{
    public static ReservedWeight ToWeight(this Reservation reservation) => new(
        reservation.At, reservation.Weight, reservation.Priority == RequestPriority.Retry, reservation.Priority == RequestPriority.OnDemand);

    public static Reservation ToReservation(this ReservedWeight weight) => new(
        weight.At, weight.Weight, weight.IsOnDemand ? RequestPriority.OnDemand : weight.IsRetry ? RequestPriority.Retry : RequestPriority.First);
}

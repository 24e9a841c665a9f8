using System.Reflection;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Markets;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>Every contract follows the rules that calls and stored states rely on.</summary>
public sealed class ContractTests
{
    private static readonly Assembly Contracts = typeof(IMarketGrain).Assembly;
    private static readonly Assembly Grains = typeof(MarketGrain).Assembly;

    private static IEnumerable<Type> ExchangedTypes =>
        ContractRules.Reached(ContractRules.GrainInterfaces(Contracts).SelectMany(ContractRules.Exchanged));

    private static IEnumerable<Type> StoredTypes => ContractRules.Reached(ContractRules.States(Grains).Select(state => state.Value));

    [Fact]
    public void There_are_contracts_to_check()
    {
        Assert.Contains(typeof(IMarketGrain), ContractRules.GrainInterfaces(Contracts));
        Assert.Contains(typeof(MarketSummary), ExchangedTypes);
        Assert.Contains(typeof(FailureAnswer), ExchangedTypes);
    }

    [Fact]
    public void Every_grain_interface_keeps_the_rules() =>
        Assert.Empty(ContractRules.GrainInterfaces(Contracts).SelectMany(ContractRules.BreachesOf));

    [Fact]
    public void Every_exchanged_type_keeps_the_rules() =>
        Assert.Empty(ExchangedTypes.SelectMany(type => ContractRules.BreachesOf(type, isExchanged: true)));

    [Fact]
    public void Every_stored_type_keeps_the_rules() =>
        Assert.Empty(StoredTypes.Except(ExchangedTypes).SelectMany(type => ContractRules.BreachesOf(type, isExchanged: false)));

    [Fact]
    public void No_two_contracts_share_an_alias() =>
        Assert.Empty(ContractRules.Doubled(Contracts.GetTypes().Concat(Grains.GetTypes()).Select(ContractRules.Alias)));

    // Orleans' ADO.NET storage distinguishes states by their name and the grain's key, not by the grain's class.
    [Fact]
    public void No_two_grain_classes_share_the_name_of_a_state() =>
        Assert.Empty(ContractRules.Doubled(ContractRules.States(Grains).Select(state => state.Name.StateName)));

    [Fact]
    public void Every_state_is_in_the_same_storage() =>
        Assert.All(ContractRules.States(Grains), state => Assert.Equal("state", state.Name.StorageName));

    [Theory]
    [InlineData(typeof(Bare), "Bare has no [GenerateSerializer]")]
    [InlineData(typeof(Bare), "Bare has no [Alias]")]
    [InlineData(typeof(Bare), "Bare is exchanged but not [Immutable]")]
    [InlineData(typeof(Bare), "Bare.First has no [Id]")]
    [InlineData(typeof(Bare), "Bare.Second is exchanged but can be changed")]
    [InlineData(typeof(Bare), "Bare.Third cannot be set when it is read from the store")]
    public void A_type_that_breaks_a_rule_is_named(Type type, string breach) =>
        Assert.Contains(breach, ContractRules.BreachesOf(type, isExchanged: true));

    [Theory]
    [InlineData("IBare has no [Alias]")]
    [InlineData("IBare.Do does not end in Async")]
    [InlineData("IBare.Do has no [Alias]")]
    [InlineData("IBare.Do returns no task")]
    [InlineData("IBare has two methods with the alias 'same'")]
    public void An_interface_that_breaks_a_rule_is_named(string breach) =>
        Assert.Contains(breach, ContractRules.BreachesOf(typeof(IBare)));

    [Fact]
    public void The_types_inside_collections_of_a_contract_are_checked() =>
        Assert.Equal(
            [typeof(Bare), typeof(Outer)],
            ContractRules.Reached([typeof(Outer)]).OrderBy(type => type.Name));

#pragma warning disable ORLEANS0011 // The duplicate alias is intended.
    private interface IBare
    {
        void Do();

        [Alias("same")]
        Task OneAsync();

        [Alias("same")]
        Task OtherAsync();
    }
#pragma warning restore ORLEANS0011

    private sealed record Bare(int First)
    {
        public int Second { get; set; }

        public int Third { get; } = 3;

        public int Computed => First + Second;
    }

    private sealed record Outer(IReadOnlyList<Bare?[]> Inner);
}

using Orleans.Runtime;

namespace Orleans;

/// <summary>The calls a grain answers.</summary>
public interface IGrain : IAddressable;

/// <summary>A grain whose key is text.</summary>
public interface IGrainWithStringKey : IGrain;

namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The tables of the store. Each field has its own, so that one with many distinct values can't fill the tables of the others.
/// </summary>
internal sealed class StringTables
{
    private const int MaxCount = 16384;

    /// <param name="maxBytes">The memory that all tables may take.</param>
    public StringTables(long maxBytes = long.MaxValue)
    {
        var budget = new StringBudget(maxBytes);
        (Services, SpanNames) = (new(MaxCount, budget), new(MaxCount, budget));
        (Addresses, Annotations) = (new(MaxCount, budget), new(MaxCount, budget));
        Tags = new(budget);
    }

    public StringTable Services { get; }

    public StringTable SpanNames { get; }

    public StringTable Addresses { get; }

    public StringTable Annotations { get; }

    public TagTable Tags { get; }
}

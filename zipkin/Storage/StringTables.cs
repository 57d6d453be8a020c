namespace ZipkinMesh.Zipkin.Storage;

/// <summary>
/// The tables of the store. Each field has its own, so that one with many distinct values can't fill the tables of the others.
/// </summary>
internal sealed class StringTables
{
    private const int MaxCount = 16384;

    public StringTable Services { get; } = new(MaxCount);

    public StringTable SpanNames { get; } = new(MaxCount);

    public StringTable Addresses { get; } = new(MaxCount);

    public StringTable Annotations { get; } = new(MaxCount);

    public TagTable Tags { get; } = new();
}

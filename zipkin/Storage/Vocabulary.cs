namespace ZipkinMesh.Zipkin.Storage;

/// <summary>The texts that the storage knows by numbers, field by field, so that one with many leaves the others theirs.</summary>
internal sealed class Vocabulary
{
    private const int Most = 16384;

    public TextTable Services { get; } = new(Most);

    public TextTable SpanNames { get; } = new(Most);

    public TextTable Addresses { get; } = new(Most);

    public TextTable Annotations { get; } = new(Most);

    public TagTable Tags { get; } = new();
}

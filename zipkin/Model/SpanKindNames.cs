namespace ZipkinMesh.Zipkin.Model;

/// <summary>Converts kinds from and to their names: <c>CLIENT</c>, <c>SERVER</c>, <c>PRODUCER</c>, <c>CONSUMER</c>.</summary>
internal static class SpanKindNames
{
    /// <exception cref="InvalidSpanException"/>
    public static SpanKind Parse(string text) => text switch
    {
        "CLIENT" => SpanKind.Client,
        "SERVER" => SpanKind.Server,
        "PRODUCER" => SpanKind.Producer,
        "CONSUMER" => SpanKind.Consumer,
        _ => throw new InvalidSpanException($"No kind {Excerpt.Of(text)}; allowed: CLIENT, SERVER, PRODUCER, CONSUMER"),
    };

    /// <summary>Returns the name of a kind, or null when there is none.</summary>
    public static string? Format(SpanKind kind) => kind switch
    {
        SpanKind.Client => "CLIENT",
        SpanKind.Server => "SERVER",
        SpanKind.Producer => "PRODUCER",
        SpanKind.Consumer => "CONSUMER",
        _ => null,
    };
}

namespace ZipkinMesh.Zipkin.Model;

/// <summary>The kinds as they are written: <c>CLIENT</c>, <c>SERVER</c>, <c>PRODUCER</c>, <c>CONSUMER</c>.</summary>
internal static class SpanKinds
{
    /// <exception cref="RefusedException"/>
    public static SpanKind Read(string text) => text switch
    {
        "CLIENT" => SpanKind.Client,
        "SERVER" => SpanKind.Server,
        "PRODUCER" => SpanKind.Producer,
        "CONSUMER" => SpanKind.Consumer,
        _ => throw new RefusedException($"No kind {text}; allowed: CLIENT, SERVER, PRODUCER, CONSUMER"),
    };

    public static string? Write(SpanKind kind) => kind switch
    {
        SpanKind.Client => "CLIENT",
        SpanKind.Server => "SERVER",
        SpanKind.Producer => "PRODUCER",
        SpanKind.Consumer => "CONSUMER",
        _ => null,
    };
}

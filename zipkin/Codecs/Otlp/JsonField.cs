namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>A field of a message in JSON.</summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="Number">The number in protobuf.</param>
/// <param name="Type">The type.</param>
/// <param name="Schema">The schema of an embedded message.</param>
internal sealed record JsonField(string Name, int Number, JsonFieldType Type, JsonSchema? Schema = null)
{
    /// <summary>Gets the names of an enum's values, from 0.</summary>
    public string[] Names { get; init; } = [];
}

using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads the instrumentation scope of spans, the library that made them: <c>1 name, 2 version, 3 attributes</c>. The attributes are tags of
/// each span.
/// </summary>
internal sealed class ScopeReader(ValueText values, DecodeBudget budget)
{
    /// <summary>Gets the tags of the attributes, which attributes of the span may replace.</summary>
    public SharedTags Attributes { get; } = new(budget);

    /// <summary>Gets the tags of the name and the version, which replace attributes.</summary>
    public SharedTags Names { get; } = new(budget);

    public void Read(ReadOnlySpan<byte> message)
    {
        Attributes.Clear();
        Names.Clear();
        var cursor = new ProtoCursor(message);
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: AddName("otel.scope.name", cursor.Text()); break;
                case (2 << 3) | WireType.Bytes: AddName("otel.scope.version", cursor.Text()); break;
                case (3 << 3) | WireType.Bytes:
                    var attribute = new Attribute(cursor.Bytes());
                    Attributes.Add(attribute.Key, values.Format(attribute.Value));
                    break;
                default: cursor.Skip(key); break;
            }
        }
    }

    private void AddName(string key, string name)
    {
        if (name.Length > 0)
        {
            Names.Add(key, name);
        }
    }
}

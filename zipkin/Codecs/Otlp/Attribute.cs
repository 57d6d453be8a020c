using ZipkinMesh.Zipkin.Codecs.Protobuf;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>An attribute: <c>1 key, 2 value</c>.</summary>
internal readonly ref struct Attribute
{
    public Attribute(ReadOnlySpan<byte> message)
    {
        var cursor = new ProtoCursor(message);
        Key = "";
        while (cursor.NextField(out var key))
        {
            switch (key)
            {
                case (1 << 3) | WireType.Bytes: Key = cursor.Text(); break;
                case (2 << 3) | WireType.Bytes: Value = new(cursor.Bytes()); break;
                default: cursor.Skip(key); break;
            }
        }
    }

    public string Key { get; }

    public AnyValue Value { get; }
}

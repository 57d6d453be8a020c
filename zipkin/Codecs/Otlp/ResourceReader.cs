using ZipkinMesh.Zipkin.Codecs.Protobuf;
using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>
/// Reads a resource, <c>1 attributes</c>: <c>service.name</c> is the service of its spans, and the other attributes are tags of each of
/// them.
/// </summary>
internal sealed class ResourceReader(ValueText values, DecodeBudget budget)
{
    // As OpenTelemetry's SDKs call a service without a name.
    private const string DefaultService = "unknown_service";

    /// <summary>Gets the local endpoint of spans that don't report an address.</summary>
    public SpanEndpoint Endpoint { get; private set; } = new(DefaultService, null, null, 0);

    public SharedTags Tags { get; } = new(budget);

    public void Read(ReadOnlySpan<byte> message)
    {
        string? service = null;
        Tags.Clear();
        var cursor = new ProtoCursor(message);
        while (cursor.NextField((1 << 3) | WireType.Bytes))
        {
            var attribute = new Attribute(cursor.Bytes());
            var text = values.Format(attribute.Value);
            if (attribute.Key == "service.name")
            {
                service = SpanBuilder.Lower(text);
            }
            else
            {
                Tags.Add(attribute.Key, text);
            }
        }

        Endpoint = new(service ?? DefaultService, null, null, 0);
    }
}

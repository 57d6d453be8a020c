using System.Buffers.Binary;

namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Writes a message as <c>ExportTraceServiceRequest</c> of OpenTelemetry: tags become attributes, and each service a resource.</summary>
internal static class OtlpMessage
{
    private const ulong ServerKind = 2;
    private const ulong ClientKind = 3;
    private const long NanosecondsPerMicrosecond = 1000;

    public static byte[] Write(List<LoadSpan> spans)
    {
        var request = new ProtobufWriter();
        foreach (var service in spans.GroupBy(span => span.Service))
        {
            var resource = new ProtobufWriter();
            resource.Bytes(1, Attribute("service.name", service.Key));
            var scope = new ProtobufWriter();
            scope.Text(1, "ZipkinMesh.Proxy");
            var scopeSpans = new ProtobufWriter();
            scopeSpans.Bytes(1, scope.Written);
            foreach (var span in service)
            {
                scopeSpans.Bytes(2, Of(span));
            }

            var resourceSpans = new ProtobufWriter();
            resourceSpans.Bytes(1, resource.Written);
            resourceSpans.Bytes(2, scopeSpans.Written);
            request.Bytes(1, resourceSpans.Written);
        }

        return request.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Of(LoadSpan span)
    {
        var message = new ProtobufWriter();
        Span<byte> traceId = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(traceId[8..], span.TraceId);
        message.Bytes(1, traceId);
        message.Id(2, span.Id);
        if (span.ParentId != 0)
        {
            message.Id(4, span.ParentId);
        }

        message.Text(5, span.Name);
        message.Number(6, span.IsClient ? ClientKind : ServerKind);
        message.Fixed64(7, span.Timestamp * NanosecondsPerMicrosecond);
        message.Fixed64(8, (span.Timestamp + span.Duration) * NanosecondsPerMicrosecond);
        foreach (var (key, value) in span.Tags)
        {
            message.Bytes(9, Attribute(key, value));
        }

        if (span.Annotation is not null)
        {
            var annotation = new ProtobufWriter();
            annotation.Fixed64(1, (span.Timestamp + 100) * NanosecondsPerMicrosecond);
            annotation.Text(2, span.Annotation);
            message.Bytes(11, annotation.Written);
        }

        return message.Written;
    }

    private static ReadOnlySpan<byte> Attribute(string key, string text)
    {
        var value = new ProtobufWriter();
        value.Text(1, text);
        var attribute = new ProtobufWriter();
        attribute.Text(1, key);
        attribute.Bytes(2, value.Written);
        return attribute.Written;
    }
}

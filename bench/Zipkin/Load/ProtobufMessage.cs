namespace ZipkinMesh.Bench.Zipkin.Load;

/// <summary>Writes a message as <c>ListOfSpans</c> of <c>zipkin.proto</c>.</summary>
internal static class ProtobufMessage
{
    public static byte[] Write(List<LoadSpan> spans)
    {
        var list = new ProtobufWriter();
        foreach (var span in spans)
        {
            list.Bytes(1, Of(span));
        }

        return list.Written.ToArray();
    }

    private static ReadOnlySpan<byte> Of(LoadSpan span)
    {
        var message = new ProtobufWriter();
        message.Id(1, span.TraceId);
        if (span.ParentId != 0)
        {
            message.Id(2, span.ParentId);
        }

        message.Id(3, span.Id);
        message.Number(4, span.IsClient ? 1UL : 2UL);
        message.Text(5, span.Name);
        message.Fixed64(6, span.Timestamp);
        message.Number(7, (ulong)span.Duration);
        var endpoint = new ProtobufWriter();
        endpoint.Text(1, span.Service);
        endpoint.Bytes(2, [10, 1, 0, span.Host]);
        endpoint.Number(4, 8000);
        message.Bytes(8, endpoint.Written);
        if (span.Annotation is not null)
        {
            var annotation = new ProtobufWriter();
            annotation.Fixed64(1, span.Timestamp + 100);
            annotation.Text(2, span.Annotation);
            message.Bytes(10, annotation.Written);
        }

        foreach (var (key, value) in span.Tags)
        {
            var tag = new ProtobufWriter();
            tag.Text(1, key);
            tag.Text(2, value);
            message.Bytes(11, tag.Written);
        }

        return message.Written;
    }
}

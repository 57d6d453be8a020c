using ZipkinMesh.Zipkin.Model;

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>Packs spans to the format of <see cref="PackedSpan"/>, and adds their searchable strings to the filter of the trace.</summary>
internal sealed class SpanPacker(StringTables tables)
{
    private readonly PackedSpanWriter _writer = new();

    /// <summary>Gets the bytes of the last span, valid until the next one is packed.</summary>
    public ReadOnlySpan<byte> Packed => _writer.Packed;

    public void Pack(Span span, ref BloomFilter filter)
    {
        _writer.Begin();
        _writer.WriteFlags(Flags(span));
        WriteOptional(span.Id == span.TraceId.Low ? 0 : (long)span.Id);
        WriteOptional(span.ParentId == span.TraceId.Low ? 0 : (long)span.ParentId);
        WriteOptional((long)span.TraceId.High);
        WriteOptional(span.Timestamp);
        _writer.WriteVarint((ulong)span.Duration);
        WriteString(span.Name, tables.SpanNames, ref filter);
        WriteEndpoint(span.Local, ref filter);
        WriteEndpoint(span.Remote, ref filter);
        if (span.Annotations.Length > 0)
        {
            _writer.WriteVarint((ulong)span.Annotations.Length);
        }

        foreach (var (timestamp, value) in span.Annotations)
        {
            _writer.WriteFixed64(timestamp);
            WriteString(value, tables.Annotations, ref filter);
        }

        _writer.WriteVarint((ulong)span.Tags.Length);
        foreach (var (key, value) in span.Tags)
        {
            WriteTag(key, value, ref filter);
        }

        _writer.End();
    }

    private static ushort Flags(Span span) => (ushort)((int)span.Kind
        | (span.Debug ? PackedSpan.Debug : 0)
        | (span.Shared ? PackedSpan.Shared : 0)
        | (span.Local is null ? 0 : PackedSpan.HasLocal)
        | (span.Remote is null ? 0 : PackedSpan.HasRemote)
        | (span.Id == span.TraceId.Low ? PackedSpan.IdIsTraceId : 0)
        | (span.ParentId == 0 ? 0 : PackedSpan.HasParent)
        | (span.ParentId == span.TraceId.Low ? PackedSpan.ParentIsTraceId : 0)
        | (span.TraceId.High == 0 ? 0 : PackedSpan.HasHigh)
        | (span.Timestamp == 0 ? 0 : PackedSpan.HasTimestamp)
        | (span.Annotations.Length == 0 ? 0 : PackedSpan.HasAnnotations));

    private void WriteEndpoint(SpanEndpoint? endpoint, ref BloomFilter filter)
    {
        if (endpoint is null)
        {
            return;
        }

        WriteString(endpoint.ServiceName, tables.Services, ref filter);
        // Addresses are not searchable.
        WriteString(endpoint.Ipv4, tables.Addresses, out _);
        WriteString(endpoint.Ipv6, tables.Addresses, out _);
        _writer.WriteVarint((ulong)endpoint.Port);
    }

    private void WriteTag(string key, string value, ref BloomFilter filter)
    {
        var number = tables.Tags.FindOrAdd(key, value, out var known);
        if (number > 0)
        {
            _writer.WriteTableNumber(number);
            filter.Add(known!.Hash);
            filter.Add(tables.Tags[number].Hash);
            return;
        }

        _writer.WriteTagKey(known, key);
        _writer.WriteValue(value);
        filter.Add(known?.Hash ?? BloomFilter.Hash(key));
        filter.Add(BloomFilter.Hash(key, value));
    }

    private void WriteString(string? text, StringTable table, ref BloomFilter filter)
    {
        WriteString(text, table, out var number);
        if (text is not null)
        {
            filter.Add(number > 0 ? table.Hash(number) : BloomFilter.Hash(text));
        }
    }

    private void WriteString(string? text, StringTable table, out int number)
    {
        number = text is null ? 0 : table.FindOrAdd(text);
        if (text is not null && number == 0)
        {
            _writer.WriteInline(text);
        }
        else
        {
            _writer.WriteTableNumber(number);
        }
    }

    private void WriteOptional(long value)
    {
        if (value != 0)
        {
            _writer.WriteFixed64(value);
        }
    }
}

namespace ZipkinMesh.Tests.Support;

/// <summary>
/// Reads the spans of an export request. The numbers of the fields are those of OTLP's messages
/// (https://github.com/open-telemetry/opentelemetry-proto/tree/v1.7.0/opentelemetry/proto).
/// </summary>
internal static class OtlpMessage
{
    private static readonly string[] Kinds = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"];

    /// <summary>Reads an <c>ExportTraceServiceRequest</c>.</summary>
    public static List<OtlpSpan> ReadSpans(ReadOnlySpan<byte> request)
    {
        List<OtlpSpan> spans = [];
        for (var fields = new ProtoReader(request); fields.Read();)
        {
            if (fields.Field == 1)
            {
                ReadResourceSpans(fields.Bytes, spans);
            }
        }

        return spans;
    }

    private static void ReadResourceSpans(ReadOnlySpan<byte> message, List<OtlpSpan> spans)
    {
        var resource = new Dictionary<string, object>();
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            switch (fields.Field)
            {
                case 1:
                    ReadAttributes(fields.Bytes, 1, resource);
                    break;
                case 2:
                    ReadScopeSpans(fields.Bytes, resource, spans);
                    break;
            }
        }
    }

    private static void ReadScopeSpans(ReadOnlySpan<byte> message, Dictionary<string, object> resource, List<OtlpSpan> spans)
    {
        var scope = "";
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            switch (fields.Field)
            {
                case 1:
                    scope = TextOf(fields.Bytes, 1);
                    break;
                case 2:
                    spans.Add(ReadSpan(fields.Bytes, scope, resource));
                    break;
            }
        }
    }

    private static OtlpSpan ReadSpan(ReadOnlySpan<byte> message, string scope, Dictionary<string, object> resource)
    {
        var attributes = new Dictionary<string, object>();
        var span = new OtlpSpan("", "", "", "", "", 0, 0, attributes, false, 0, scope, resource);
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            span = fields.Field switch
            {
                1 => span with { TraceId = fields.Hex },
                2 => span with { SpanId = fields.Hex },
                4 => span with { ParentId = fields.Hex },
                5 => span with { Name = fields.Text },
                6 => span with { Kind = Kinds[fields.Number] },
                7 => span with { Start = fields.Number },
                8 => span with { End = fields.Number },
                15 => span with { IsError = NumberOf(fields.Bytes, 3) == 2 },
                16 => span with { Flags = (uint)fields.Number },
                _ => span,
            };
        }

        ReadAttributes(message, 9, attributes);
        return span;
    }

    private static void ReadAttributes(ReadOnlySpan<byte> message, int field, Dictionary<string, object> attributes)
    {
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            if (fields.Field == field)
            {
                // A key that is there twice would be an error.
                attributes.Add(TextOf(fields.Bytes, 1), ReadPairValue(fields.Bytes));
            }
        }
    }

    private static object ReadPairValue(ReadOnlySpan<byte> pair)
    {
        for (var fields = new ProtoReader(pair); fields.Read();)
        {
            if (fields.Field == 2)
            {
                return ReadValue(fields.Bytes);
            }
        }

        throw new InvalidDataException("An attribute has no value.");
    }

    private static object ReadValue(ReadOnlySpan<byte> value)
    {
        var fields = new ProtoReader(value);
        fields.Read();
        return fields.Field switch
        {
            1 => fields.Text,
            2 => fields.Number != 0,
            3 => (long)fields.Number,
            4 => BitConverter.UInt64BitsToDouble(fields.Number),
            _ => throw new InvalidDataException($"An attribute's value is in field {fields.Field}."),
        };
    }

    private static string TextOf(ReadOnlySpan<byte> message, int field)
    {
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            if (fields.Field == field)
            {
                return fields.Text;
            }
        }

        return "";
    }

    private static ulong NumberOf(ReadOnlySpan<byte> message, int field)
    {
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            if (fields.Field == field)
            {
                return fields.Number;
            }
        }

        return 0;
    }
}

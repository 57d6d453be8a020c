namespace ZipkinMesh.Zipkin.Codecs.Otlp;

/// <summary>The types of fields in JSON, as OTLP encodes them.</summary>
internal enum JsonFieldType
{
    Text,

    Boolean,

    /// <summary>An integer as a number or a decimal string; a varint in protobuf.</summary>
    Number,

    /// <summary>An integer as a number or a decimal string; eight bytes in protobuf.</summary>
    Fixed64,

    /// <summary>A number, a decimal string, <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>.</summary>
    Double,

    /// <summary>A number, or the name of a value.</summary>
    Enum,

    /// <summary>Bytes in hex: OTLP encodes ids so.</summary>
    Id,

    Base64,

    Message,

    /// <summary>An array of messages.</summary>
    Messages,
}

namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>The fields of spans whose values have numbers in the <see cref="StringTables"/>.</summary>
internal enum StringField
{
    Service,
    SpanName,
    Address,
    Annotation,
    TagKey,

    /// <summary>The key and the value together.</summary>
    Tag,
}

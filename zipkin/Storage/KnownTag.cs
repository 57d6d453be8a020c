namespace ZipkinMesh.Zipkin.Storage;

/// <summary>A tag that has a number.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value.</param>
/// <param name="Hash">Of both, for the <see cref="TraceSignature"/>.</param>
internal readonly record struct KnownTag(TagKey Key, string Value, uint Hash);

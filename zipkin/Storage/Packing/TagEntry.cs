namespace ZipkinMesh.Zipkin.Storage.Packing;

/// <summary>An entry of the <see cref="TagTable"/>.</summary>
/// <param name="Key">The key of the tag.</param>
/// <param name="Value">The value of the tag.</param>
/// <param name="Hash">The hash of both, for the <see cref="BloomFilter"/>.</param>
internal readonly record struct TagEntry(TagKey Key, string Value, uint Hash);

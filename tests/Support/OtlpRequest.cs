namespace ZipkinMesh.Tests.Support;

/// <summary>Represents one export.</summary>
/// <param name="Headers">The headers, with names in lower case.</param>
/// <param name="Spans">The spans.</param>
internal sealed record OtlpRequest(IReadOnlyDictionary<string, string> Headers, IReadOnlyList<OtlpSpan> Spans);

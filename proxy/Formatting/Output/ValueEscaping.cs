namespace ZipkinMesh.Proxy.Formatting.Output;

/// <summary>The characters of values that are escaped, so that no value can forge a part of what surrounds it.</summary>
internal enum ValueEscaping
{
    /// <summary>Nothing, for text that stands alone, such as the name of a span.</summary>
    None,

    /// <summary>Everything but printable ASCII, and quotes and backslashes, as in nginx: <c>\x22</c>.</summary>
    Text,

    /// <summary>What JSON strings don't allow, and other control characters: <c>\"</c>, <c>\u0007</c>.</summary>
    Json,
}

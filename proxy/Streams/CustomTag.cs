namespace ZipkinMesh.Proxy.Streams;

/// <summary>Represents a tag of the configuration, as it is added to each span.</summary>
/// <param name="Name">The name. A tag of the proxy's own with the same name is replaced.</param>
/// <param name="Read">Returns the value for a request, a text or a number or a boolean; null for none.</param>
internal sealed record CustomTag(string Name, Func<StreamInfo, object?> Read);

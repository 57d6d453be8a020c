namespace ZipkinMesh.Zipkin.Page;

/// <summary>One file of the page, as it is sent.</summary>
internal sealed record PageFile(byte[] Content, string ContentType);

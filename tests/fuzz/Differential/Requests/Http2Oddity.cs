namespace ZipkinMesh.Fuzz.Differential.Requests;

/// <summary>Represents something unusual in an HTTP/2 request.</summary>
/// <param name="Name">Its name in reports and in the list of known differences.</param>
/// <param name="Apply">Changes a request.</param>
internal sealed record Http2Oddity(string Name, Action<OddHttp2Request> Apply);

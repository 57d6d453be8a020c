namespace ZipkinMesh.Fuzz.Differential.Servers;

/// <summary>Represents a request as it arrived at an upstream.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The target.</param>
/// <param name="Hosts">The values of Host, separated by a bar.</param>
/// <param name="Body">The body.</param>
internal sealed record SeenRequest(string Method, string Target, string Hosts, string Body)
{
    /// <summary>Returns the request in one line.</summary>
    public override string ToString() => $"{Method} {Target} host={Hosts} body={Body.Length}";
}

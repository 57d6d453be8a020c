namespace ZipkinMesh.Bench.Zipkin.Servers;

/// <summary>Identifies one of the two servers.</summary>
internal enum ServerKind
{
    /// <summary>The embedded Zipkin.</summary>
    Ours,

    /// <summary>The original server, in Java.</summary>
    Real,
}
